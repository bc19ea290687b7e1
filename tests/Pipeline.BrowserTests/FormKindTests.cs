using Microsoft.Playwright;
using Pipeline.Events;

namespace Pipeline.BrowserTests;

/// <summary>Ways in which sites send forms, and what is no lead's form; events are counted.</summary>
[Collection(FormBrowserCollection.Name)]
public sealed class FormKindTests(BrowserFixture browser)
{
    private const string Sends =
        "fetch('/api/contact', { method: 'POST', body: JSON.stringify({ mail: document.querySelector('#mail').value }) })";

    [Theory]
    [InlineData("<form id='contact'><input id='mail' name='e'><input name='name' value='Ada'><button type='button' "
        + $"onclick=\"{Sends}\">Send</button></form>")]
    [InlineData("<div id='contact'><input id='mail' type='email'><p><input name='name' value='Ada'></p><a role='button' "
        + $"onclick=\"{Sends}\">Send</a></div>")]
    [InlineData($"<div id='contact'><label>Votre e-mail <input id='mail'></label><input name='name' value='Ada'><span onclick=\"{Sends}; "
        + "document.querySelector('#mail').value = ''\">Envoyer</span></div>")]
    [InlineData("<form id='contact' action='/done'><input id='mail' type='email'><input name='name' value='Ada'><a href='#' "
        + "onclick='document.forms[0].submit(); return false'>Send</a></form>")]
    [InlineData("<form id='contact' action='/done'><input id='mail' name='email'><input name='name' value='Ada'><input type='hidden' "
        + "name='submit' value='1'><a href='#' onclick='HTMLFormElement.prototype.submit.call(document.forms[0]); return "
        + "false'>Send</a></form>")]
    [InlineData("<form id='contact' onsubmit='event.preventDefault(); this.submit()' action='/done'><input id='mail' type='email'><input "
        + "name='name' value='Ada'><button>Send</button></form>")]
    [InlineData("<form id='contact' onsubmit=\"event.preventDefault(); var r = new XMLHttpRequest(); r.open('POST', '/x'); r.send(new "
        + "FormData(this))\"><input id='mail' type='email' name='m'><input name='name' value='Ada'><button>Send</button></form>")]
    public async Task Form_HoweverItIsSent_CountsOnce(string html)
    {
        await using var bed = await TestBed.StartAsync(browser);
        var page = await OpenAsync(bed, html.Replace("name='e'", "name='email'", StringComparison.Ordinal));

        await page.FillAsync("#mail", "ada@example.org");
        await page.ClickAsync("button, [role=button], a, span");
        await page.WaitForURLAsync(url => url.Contains("done", StringComparison.Ordinal)
            || !html.Contains("/done", StringComparison.Ordinal));
        await TestBed.ScriptRunsAsync(page);
        await bed.SettleAsync(page);

        var fill = Assert.Single(bed.Queue.Of(EventType.Form));
        Assert.Equal(("contact", "ada@example.org", "Ada"), (fill.Form, fill.Email, fill.Fields!["name"]));
        bed.OnlyVisitor();
    }

    [Fact]
    public async Task Form_WithoutElementSentByEnter_CountsOnce()
    {
        await using var bed = await TestBed.StartAsync(browser);
        var page = await OpenAsync(
            bed, $"<div id='contact'><input id='mail' type='email' onkeydown=\"if (event.key == 'Enter') {Sends}\"></div>");

        await page.FillAsync("#mail", "ada@example.org");
        await page.PressAsync("#mail", "Enter");
        await bed.Queue.WaitForAsync(EventType.Form);
        await bed.SettleAsync(page);

        Assert.Single(bed.Queue.Of(EventType.Form));
    }

    [Fact]
    public async Task Click_ThatSendsNothingOrSomethingElse_IsNoFill()
    {
        await using var bed = await TestBed.StartAsync(browser);
        var page = await OpenAsync(bed, """
            <div><input id="mail" type="email"><button id="a">Open</button>
            <button id="b" onclick="fetch('/suggest?mail=' + document.querySelector('#mail').value)">Suggest</button>
            <button id="c" onclick="fetch('/log', { method: 'POST', body: 'clicked' })">Log</button></div>
            """);

        await page.FillAsync("#mail", "ada@example.org");
        await page.ClickAsync("#a");
        await page.ClickAsync("#b");
        await page.ClickAsync("#c");
        await bed.SettleAsync(page);

        Assert.Empty(bed.Queue.Of(EventType.Form));
    }

    [Fact]
    public async Task Form_InAShadowTree_IsCaptured()
    {
        await using var bed = await TestBed.StartAsync(browser);
        var page = await OpenAsync(bed, """
            <x-form></x-form><script>
            customElements.define('x-form', class extends HTMLElement { connectedCallback() { this.attachShadow({ mode: 'open' }).innerHTML =
              '<form id="inner" onsubmit="return false"><input id="mail" type="email"><input name="company" value="Engines"><button>Send</button></form>' } })
            </script>
            """, waits: false);

        await page.ClickAsync("#mail");
        await page.WaitForFunctionAsync("pipeline.on.words");
        await page.ClickAsync("#inner [name=company]");
        await page.FillAsync("#mail", "ada@example.org");
        await page.ClickAsync("#inner button");
        var fill = (await bed.Queue.WaitForAsync(EventType.Form))[0];
        await bed.SettleAsync(page);

        Assert.Single(bed.Queue.Of(EventType.Form));
        Assert.Equal(("inner", "ada@example.org", "Engines"), (fill.Form, fill.Email, fill.Fields!["company"]));
    }

    [Fact]
    public async Task Call_Form_TakesWhatAnEmbeddedFormTells()
    {
        await using var bed = await TestBed.StartAsync(browser);
        var page = await OpenAsync(bed, "<p>Nothing</p>", waits: false);

        await page.EvaluateAsync("pipeline('form', 'hubspot', { firstname: 'Ada', email: 'Ada@example.org' })");
        await page.EvaluateAsync("pipeline('form', 'hubspot', { firstname: 'Ada', email: 'Ada@example.org' })");
        await bed.SettleAsync(page);

        var fill = Assert.Single(bed.Queue.Of(EventType.Form));
        Assert.Equal(("hubspot", "ada@example.org", "Ada"), (fill.Form, fill.Email, fill.Fields!["first_name"]));
    }

    [Theory]
    [InlineData(
        "<form id='f' novalidate onsubmit='return false'><input id='mail' type='email'><button>Send</button></form>", "ada@example", false)]
    [InlineData(
        "<form id='f' novalidate onsubmit='return false'><input id='mail' type='email'><button>Send</button></form>", "ada@", false)]
    [InlineData(
        "<form id='f' novalidate onsubmit='return false'><input id='mail' type='email'><button>Send</button></form>",
        "ada@example.org",
        true)]
    [InlineData("<form id='f' novalidate onsubmit='return false'><input id='mail' type='email'><input name='name' "
        + "required><button>Send</button></form>", "ada@example.org", false)]
    [InlineData("<form id='f' novalidate onsubmit='return false'><input id='mail' type='email'><input name='name' "
        + "aria-required='true'><button>Send</button></form>", "ada@example.org", false)]
    [InlineData("<form id='f' novalidate onsubmit='return false'><input id='mail' type='email'><input type='checkbox' "
        + "required><button>Send</button></form>", "ada@example.org", false)]
    [InlineData("<form id='f' novalidate onsubmit='return false'><input id='mail' type='email'><input type='radio' name='r' "
        + "required><input type='radio' name='r' required checked><button>Send</button></form>", "ada@example.org", true)]
    [InlineData("<form id='f' novalidate onsubmit='return false'><input id='mail' type='email'><input name='name' required "
        + "style='display:none'><button>Send</button></form>", "ada@example.org", true)]
    public async Task Form_WithoutValidation_CountsIfItIsComplete(string html, string address, bool counts) =>
        await CountAsync(html, address, counts ? 1 : 0);

    [Theory]
    [InlineData("<form id='login' onsubmit='return false'><input id='mail' type='email'><button>Go</button></form>", 0)]
    [InlineData(
        "<form id='f' onsubmit='return false'><input id='mail' type='email'><input type='password' value='x'><button>Go</button></form>",
        0)]
    [InlineData("<form id='f' onsubmit='return false'><input id='mail' type='email'><input type='password' value='x'><button>Sign "
        + "up</button></form>", 1)]
    [InlineData("<form id='f' onsubmit='return false'><input id='mail' type='email'><input type='password' value='x' "
        + "autocomplete='new-password'><button>Go</button></form>", 1)]
    [InlineData("<form id='f' onsubmit='return false'><input id='mail' type='email'><input type='password' value='x'><input "
        + "name='company' value='Engines'><button>Go</button></form>", 1)]
    [InlineData("<form id='f' onsubmit='return false'><input id='mail' type='email'><button>Se connecter</button></form>", 0)]
    [InlineData("<form id='f' role='search' onsubmit='return false'><input id='mail' name='mail'><button>Go</button></form>", 0)]
    [InlineData("<form id='f' onsubmit='return false'><input id='mail' type='email'><button>Suchen</button></form>", 0)]
    [InlineData("<form id='f' action='/newsletter/unsubscribe?x=1' onsubmit='return false'><input id='mail' "
        + "type='email'><button>Go</button></form>", 0)]
    [InlineData("<form class='désabonnement' onsubmit='return false'><input id='mail' type='email'><button>OK</button></form>", 0)]
    [InlineData("<form id='f' onsubmit='return false'><input id='mail' type='email'><button>Abmelden</button></form>", 0)]
    [InlineData("<form id='f' onsubmit='return false'><input id='mail' type='email'><button>Darse de baja</button></form>", 0)]
    [InlineData(
        "<form id='design-in' onsubmit='return false'><input id='mail' type='email'><button>Newsletter anmelden</button></form>", 1)]
    [InlineData("<form id='f' onsubmit='return false'><input id='mail' type='email'><button>S’inscrire</button></form>", 1)]
    public async Task Form_ThatIsNoLeads_IsNotCounted(string html, int count) => await CountAsync(html, "ada@example.org", count);

    [Fact]
    public async Task Form_SentBeforeTheSecondFile_IsReadByTypeAutocompleteAndExactName()
    {
        await using var bed = await TestBed.StartAsync(browser);
        await bed.Context.RouteAsync("**/f.js", route => route.AbortAsync());
        bed.AddPage("/", """
            <form id="contact" onsubmit="return false"><input id="mail" type="email"><input autocomplete="section-a organization" value="Engines">
            <input name="First_Name" value="Ada"><input name="cognome" value="Lovelace"><input name="email_subject" value="Hello"><button>Send</button></form>
            """);
        var page = await bed.OpenAsync("/");
        await page.FillAsync("#mail", "ada@example.org");
        await page.ClickAsync("button");
        await bed.SettleAsync(page);

        var fill = Assert.Single(bed.Queue.Of(EventType.Form));
        Assert.Equal(new Dictionary<string, string> { ["company"] = "Engines", ["first_name"] = "Ada" }, fill.Fields!.ToDictionary());
    }

    [Theory]
    [InlineData("<form id='f'><input id='mail' type='email'><input type='password' value='x'><button>Go</button></form>", 0)]
    [InlineData("<form id='f'><input id='mail' name='email'><input type='password' value='x'><button>Go</button></form>", 0)]
    [InlineData("<form id='loginForm'><input id='mail' type='email'><button>Go</button></form>", 0)]
    [InlineData("<form class='box user_sign-in'><input id='mail' type='email'><button>Go</button></form>", 0)]
    [InlineData("<form id='search'><input id='mail' name='email'><button>Go</button></form>", 0)]
    [InlineData("<form id='f' class='unsubscribe'><input id='mail' type='email'><button>Go</button></form>", 0)]
    [InlineData("<form id='f'><input id='mail' type='email' name='friend_email'><button>Go</button></form>", 0)]
    [InlineData("<form id='f'><input id='mail' type='email' name='recipient'><button>Go</button></form>", 0)]
    [InlineData("<form id='f'><input id='mail' type='email' name='mail_destinataire'><button>Go</button></form>", 0)]
    [InlineData("<form id='design-inquiry' class='catalog-inquiry research'><input id='mail' type='email'><button>Go</button></form>", 1)]
    [InlineData("<form id='f'><input type='email' name='friend' value='bob@example.org'><input id='mail' type='email' name='mine'><button>Go"
        + "</button></form>", 1)]
    public async Task Form_SentBeforeTheSecondFile_IsCountedForItsOwnVisitorAlone(string html, int count)
    {
        await using var bed = await TestBed.StartAsync(browser);
        await bed.Context.RouteAsync("**/f.js", route => route.AbortAsync());
        bed.AddPage("/", html.Replace("<form ", "<form onsubmit='return false' ", StringComparison.Ordinal));
        var page = await bed.OpenAsync("/");
        await page.FillAsync("#mail", "ada@example.org");
        await page.ClickAsync("button");
        await bed.SettleAsync(page);

        Assert.Equal(Enumerable.Repeat("ada@example.org", count), bed.Queue.Of(EventType.Form).Select(fill => fill.Email));
    }

    [Fact]
    public async Task SecondFile_PageWithoutFields_IsNotLoaded()
    {
        await using var bed = await TestBed.StartAsync(browser);
        var page = await OpenAsync(bed, "<p>Text</p><button>Go</button><input id='q'>", waits: false);
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        Assert.False(await page.EvaluateAsync<bool>("!!pipeline.on.words"));

        await page.FocusAsync("#q");
        await page.WaitForFunctionAsync("pipeline.on.words");
    }

    private async Task CountAsync(string html, string address, int count)
    {
        await using var bed = await TestBed.StartAsync(browser);
        var page = await OpenAsync(bed, html);
        await page.FillAsync("#mail", address);
        await page.ClickAsync("button");
        await bed.SettleAsync(page);

        Assert.Equal(count, bed.Queue.Of(EventType.Form).Count);
        bed.AssertQuiet();
    }

    private static async Task<IPage> OpenAsync(TestBed bed, string html, bool waits = true)
    {
        bed.AddPage("/", html);
        bed.AddPage("/done");
        var page = await bed.OpenAsync("/");
        if (waits)
        {
            await page.FocusAsync("#mail");
            await page.WaitForFunctionAsync("pipeline.on.words");
        }

        return page;
    }
}

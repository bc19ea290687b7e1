using Microsoft.Playwright;
using Pipeline.Events;

namespace Pipeline.BrowserTests;

[Collection(FormBrowserCollection.Name)]
public sealed class FormTests(BrowserFixture browser)
{
    private const string Fields = """
        <input type="email" name="mail"><input name="first_name"><input name="surname" id="last-name"><input name="company">
        <input name="budget"><input type="checkbox" name="consent" value="yes"><button>Send</button>
        """;

    [Fact]
    public async Task Form_CancelledByTheSitesOwnHandler_IsCaptured()
    {
        await using var bed = await TestBed.StartAsync(browser);
        bed.AddPage("/contact", $"""
            <form id="contact">{Fields}</form><p id="state"></p>
            <script>
            document.forms[0].addEventListener('submit', event => {"{"}
              event.preventDefault(); event.stopImmediatePropagation(); event.target.reset(); document.title = 'sent by the site'
            {"}"})
            </script>
            """);

        var page = await bed.OpenAsync("/contact?utm_source=brevo");
        await FillAsync(page);
        await page.CheckAsync("[name=consent]");
        await page.ClickAsync("button");
        var fill = (await bed.Queue.WaitForAsync(EventType.Form))[0];

        Assert.Equal("sent by the site", await page.TitleAsync());
        Assert.Equal(("contact", "ada@example.org"), (fill.Form, fill.Email));
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["first_name"] = "Ada",
                ["last_name"] = "Lovelace",
                ["company"] = "Engines",
                ["consent"] = "yes",
            },
            fill.Fields!.ToDictionary());
        Assert.Equal(bed.Queue.Of(EventType.PageView)[0].Id, fill.PageId);
        bed.OnlyVisitor();
        bed.AssertQuiet();
    }

    [Fact]
    public async Task Form_ThatNavigates_IsCapturedAndArrivesAtTheSite()
    {
        await using var bed = await TestBed.StartAsync(browser);
        bed.AddPage("/contact", $"<form id='contact' method='post' action='/done'>{Fields}</form>");
        bed.AddPage("/done");

        var page = await bed.OpenAsync("/contact");
        await FillAsync(page);
        await page.ClickAsync("button");
        await Assertions.Expect(page).ToHaveURLAsync(bed.Url("/done"));
        await bed.Queue.WaitForAsync(EventType.PageView, 2);
        await TestBed.ScriptRunsAsync(page);
        await bed.SettleAsync(page);

        Assert.Contains("mail=Ada%40Example.org", Assert.Single(bed.Site.Posted), StringComparison.Ordinal);
        Assert.Equal("ada@example.org", Assert.Single(bed.Queue.Of(EventType.Form)).Email);
        bed.OnlyVisitor();
        bed.AssertQuiet();
    }

    [Fact]
    public async Task Form_SubmittedTwice_CountsOnce()
    {
        await using var bed = await TestBed.StartAsync(browser);
        bed.AddPage("/contact", $"<form id='contact' onsubmit='return false'>{Fields}</form>");

        var page = await bed.OpenAsync("/contact");
        await FillAsync(page);
        await page.DblClickAsync("button");
        await bed.SettleAsync(page);

        Assert.Single(bed.Queue.Of(EventType.Form));
    }

    [Fact]
    public async Task Form_CorrectedAndSentAgain_CountsTwice()
    {
        await using var bed = await TestBed.StartAsync(browser);
        bed.AddPage("/contact", $"<form id='contact' onsubmit='return false'>{Fields}</form>");

        var page = await bed.OpenAsync("/contact");
        await FillAsync(page);
        await page.ClickAsync("button");
        await page.FillAsync("[name=company]", "Other engines");
        await page.ClickAsync("button");
        await bed.SettleAsync(page);

        Assert.Equal(["Engines", "Other engines"], bed.Queue.Of(EventType.Form).Select(fill => fill.Fields!["company"]).Order());
    }

    [Fact]
    public async Task OwnForm_SubmittedTwice_IsOneEventOfTheSameVisitor()
    {
        await using var bed = await TestBed.StartAsync(browser);
        bed.AddPage("/contact", $"""
            <form method="post" action="{bed.CollectorAddress}/forms/newsletter" target="answer">
            <input type="email" name="email"><button>Send</button></form><iframe name="answer" title="Answer"></iframe>
            """);

        var page = await bed.OpenAsync("/contact?utm_source=fair");
        await bed.SettleAsync(page);
        await page.FillAsync("[name=email]", "ada@example.org");
        await page.ClickAsync("button");
        await Assertions.Expect(page.FrameLocator("iframe").Locator("h1")).ToHaveTextAsync("Thank you");
        await page.ClickAsync("button");
        await bed.Queue.WaitUntilAsync(
            () => bed.Queue.Deliveries.Count(captured => captured.Type == EventType.Form) == 2, "the second submit");

        var fill = Assert.Single(bed.Queue.Of(EventType.Form));
        Assert.Equal(("newsletter", "ada@example.org", "fair"), (fill.Form, fill.Email, fill.Campaign?.Source));
        Assert.Equal(bed.Queue.Of(EventType.PageView)[0].Id, fill.PageId);
        Assert.Null(fill.Fields);
        bed.OnlyVisitor();
        bed.AssertQuiet();
    }

    [Fact]
    public async Task OwnForm_SentAgainWithAnotherAddress_IsAFillOfItsOwn_AndTheSameAgainIsNot()
    {
        await using var bed = await TestBed.StartAsync(browser);
        bed.AddPage("/contact", $"""
            <form method="post" action="{bed.CollectorAddress}/forms/fair" target="answer">
            <input type="email" name="email"><input name="company"><input type="checkbox" name="consent" value="yes">
            <button>Send</button></form><iframe name="answer" title="Answer"></iframe>
            """);
        var page = await bed.OpenAsync("/contact");
        await bed.SettleAsync(page);
        var deliveries = 0;

        await SendAsync("ada@example.org", "");
        await SendAsync("ada@example.org", "");
        await SendAsync("bob@example.org", "");
        await SendAsync("bob@example.org", "Engines");
        await page.CheckAsync("[name=consent]");
        await SendAsync("bob@example.org", "Engines");
        await SendAsync("bob@example.org", "Engines");

        Assert.Equal(
            ["ada", "bob", "bob Engines", "bob Engines yes"],
            bed.Queue.Of(EventType.Form).OrderBy(fill => fill.OccurredAt).Select(fill => string.Join(
                ' ', new[] { fill.Email!.Split('@')[0] }.Concat((IEnumerable<string>?)fill.Fields?.Values ?? []))));
        bed.OnlyVisitor();
        bed.AssertQuiet();

        async Task SendAsync(string email, string company)
        {
            await page.FillAsync("[name=email]", email);
            await page.FillAsync("[name=company]", company);
            await page.ClickAsync("button");
            deliveries++;
            await bed.Queue.WaitUntilAsync(
                () => bed.Queue.Deliveries.Count(captured => captured.Type == EventType.Form) == deliveries, $"submit {deliveries}");
        }
    }

    [Fact]
    public async Task OwnForm_SentSoonerThanAPersonCould_TellsItsAgeAndIsRejected()
    {
        await using var bed = await TestBed.StartAsync(
            browser, new TestBedOptions { Settings = { ["Pipeline:Capture:MinimumFormTime"] = "00:01:00" } });
        bed.AddPage("/contact", $"""
            <form method="post" action="{bed.CollectorAddress}/forms/newsletter" target="answer">
            <input type="email" name="email"><button>Send</button></form><iframe name="answer" title="Answer"></iframe>
            """);

        var page = await bed.OpenAsync("/contact");
        await page.FillAsync("[name=email]", "ada@example.org");
        await page.ClickAsync("button");
        await bed.Queue.WaitUntilAsync(() => bed.Queue.Rejected.Count == 1, "the rejection");

        Assert.Equal("too_fast", bed.Queue.Rejected[0].Reason);
        Assert.Empty(bed.Queue.Of(EventType.Form));
    }

    [Fact]
    public async Task Secrets_InAForm_NeverLeaveThePage()
    {
        await using var bed = await TestBed.StartAsync(browser);
        var sent = new System.Collections.Concurrent.ConcurrentQueue<string>();
        bed.Context.Request += (_, request) => sent.Enqueue(request.Url + request.PostData);
        bed.AddPage("/sign-up", """
            <form id="sign-up" onsubmit="return false">
            <input type="email" name="email"><input type="password" name="name"><input type="password" data-pipeline-field="pin" name="pin">
            <input name="company"><input name="job_title"><input data-pipeline-field="iban" name="iban"><input name="comment">
            <input type="hidden" name="first_name" value="csrf-token-value"><input data-pipeline-field="budget" name="budget">
            <button>Send</button></form>
            """);

        var page = await bed.OpenAsync("/sign-up");
        await page.FillAsync("[name=email]", "ada@example.org");
        await page.FillAsync("[name=name]", "correct-horse");
        await page.FillAsync("[name=pin]", "battery-staple");
        await page.FillAsync("[name=company]", "4111 1111-1111/1111");
        await page.FillAsync("[name=job_title]", "٤١١١١١١١١١١١ engineer");
        await page.FillAsync("[name=iban]", "DE89370400440532013000");
        await page.FillAsync("[name=comment]", "not on any list");
        await page.FillAsync("[name=budget]", "12345678901");
        await page.ClickAsync("button");
        await bed.SettleAsync(page);

        var fill = Assert.Single(bed.Queue.Of(EventType.Form));
        Assert.Equal(new Dictionary<string, string> { ["budget"] = "12345678901" }, fill.Fields!.ToDictionary());
        Assert.All(
            ["correct-horse", "battery-staple", "٤١", "DE89", "not on any", "csrf-token"],
            secret => Assert.DoesNotContain(sent, text => text.Contains(secret, StringComparison.Ordinal)));

        // However it is written; a few of its digits are in many a time or id.
        Assert.DoesNotContain(sent, text => string.Concat(text.Where(char.IsAsciiDigit)).Contains("4111111111111111", StringComparison.Ordinal));
        Assert.Contains(sent, text => text.Contains("12345678901", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Form_IgnoredOrWithoutEmail_IsLeftAlone()
    {
        await using var bed = await TestBed.StartAsync(browser);
        bed.AddPage("/", """
            <form id="search" onsubmit="return false"><input name="name" value="engines"><button>Search</button></form>
            <div data-pipeline-ignore><form id="private" onsubmit="return false"><input name="email" value="ada@example.org"><button>Send</button></form></div>
            """);

        var page = await bed.OpenAsync("/");
        await page.ClickAsync("#search button");
        await page.ClickAsync("#private button");
        await bed.SettleAsync(page);

        Assert.Empty(bed.Queue.Of(EventType.Form));
        bed.AssertQuiet();
    }

    [Fact]
    public async Task Form_WithInputsNamedLikeItsProperties_IsCaptured()
    {
        await using var bed = await TestBed.StartAsync(browser);
        bed.AddPage("/", """
            <form name="tricky" onsubmit="return false"><input name="email" value="ada@example.org"><input name="id" value="1">
            <input name="action" value="2"><input name="elements_" value="3"><input name="getAttribute_" value="4"><button>Send</button></form>
            """);

        var page = await bed.OpenAsync("/");
        await page.ClickAsync("button");
        var fill = (await bed.Queue.WaitForAsync(EventType.Form))[0];

        Assert.Equal(("tricky", "ada@example.org"), (fill.Form, fill.Email));
        bed.AssertQuiet();
    }

    private static async Task FillAsync(IPage page)
    {
        await page.FillAsync("[name=mail]", "Ada@Example.org");
        await page.FillAsync("[name=first_name]", "Ada");
        await page.FillAsync("[name=surname]", "Lovelace");
        await page.FillAsync("[name=company]", "Engines");
        await page.FillAsync("[name=budget]", "12000");
    }
}

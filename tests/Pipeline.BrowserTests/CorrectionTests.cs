using Microsoft.Playwright;
using Pipeline.Events;

namespace Pipeline.BrowserTests;

/// <summary>When a second fill corrects the first, and when it is another person's.</summary>
[Collection(FormBrowserCollection.Name)]
public sealed class CorrectionTests(BrowserFixture browser)
{
    private const string Form = "<form id='fair' onsubmit='return false'><input id='mail' type='email'><input id='company' "
        + "name='company' value='Engines'><input id='note'><button>Send</button></form>";

    [Theory]
    [InlineData("ada@exmple.org", "ada@example.org", true)]
    [InlineData("adaa@exmple.org", "ada@example.org", true)]
    [InlineData("aad@exmple.org", "ada@example.org", false)]
    [InlineData("ada@example.org", "bob@example.org", false)]
    public async Task Fill_SentAgainWithAnotherAddress_CorrectsIfAFewLettersDiffer(string first, string second, bool corrects) =>
        await SendTwiceAsync(first, second, "", corrects);

    [Theory]
    [InlineData("document.querySelector('#note').value = 'another'")]
    [InlineData("document.querySelector('#company').value = 'Looms'")]
    [InlineData("document.forms[0].reset()")]
    [InlineData("document.querySelector('#mail').value = ''")]
    [InlineData("new Promise(done => { document.forms[0].style.display = 'none'; setTimeout(() => { document.forms[0].style.display = "
        + "''; setTimeout(done, 100) }, 100) })")]
    [InlineData("history.pushState({}, '', '/thanks')")]
    public async Task Fill_AfterSomethingElseHappened_IsAnotherPersons(string between) =>
        await SendTwiceAsync("ada@exmple.org", "ada@example.org", between, corrects: false);

    [Fact]
    public async Task Tablet_ThreePeopleOnOnePageView_AreThreeFills()
    {
        await using var bed = await TestBed.StartAsync(browser);
        var page = await OpenAsync(bed);
        foreach (var name in new[] { "ann", "amy", "bob" })
        {
            await SendAsync(page, $"{name}@example.org");
            await page.EvaluateAsync("document.forms[0].reset()");
        }

        await bed.SettleAsync(page);

        Assert.Equal(
            ["amy@example.org", "ann@example.org", "bob@example.org"], bed.Queue.Of(EventType.Form).Select(fill => fill.Email).Order());
        Assert.All(bed.Queue.Of(EventType.Form), fill => Assert.Null(fill.Corrects));
    }

    private async Task SendTwiceAsync(string first, string second, string between, bool corrects)
    {
        await using var bed = await TestBed.StartAsync(browser);
        var page = await OpenAsync(bed);
        await SendAsync(page, first);
        if (between.Length > 0)
        {
            await page.EvaluateAsync(between);
        }

        await SendAsync(page, second);
        await bed.SettleAsync(page);

        // By address: two requests at once may take so differently long that the times reckoned from them change places.
        var fills = bed.Queue.Of(EventType.Form).ToDictionary(fill => fill.Email!);
        Assert.Equal(new[] { first, second }.Order(), fills.Keys.Order());
        Assert.Equal((null, corrects ? fills[first].Id : null), (fills[first].Corrects, fills[second].Corrects));
        bed.AssertQuiet();
    }

    private static async Task SendAsync(IPage page, string address)
    {
        await page.FillAsync("#mail", address);
        await page.ClickAsync("button");
    }

    private static async Task<IPage> OpenAsync(TestBed bed)
    {
        bed.AddPage("/", Form);
        var page = await bed.OpenAsync("/");
        await page.FocusAsync("#mail");
        await page.WaitForFunctionAsync("pipeline.on.words");
        return page;
    }
}

using Pipeline.Attribution;
using Pipeline.Leads.Facts;
using Pipeline.Records;
using Pipeline.Testing;
using static Pipeline.UnitTests.Crm.CrmBed;

namespace Pipeline.UnitTests.Crm;

public sealed class TouchImportTests : IDisposable
{
    private readonly CrmBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Theory]
    [InlineData(
        "email,date,name,channel\nann@example.org,2026-03-05T10:00:00Z,Fair,organic social", "Organic Social", "(not set)", "upload")]
    [InlineData("email,date,name,channel\nann@example.org,2026-03-05T10:00:00Z,Fair,Trade fair", "Trade fair", "(not set)", "upload")]
    [InlineData(
        "email,date,name,source,medium\nann@example.org,2026-03-05T10:00:00Z,Mailing,brevo,newsletter", "E-mail", "brevo", "webmail")]
    [InlineData("email,date,name\nann@example.org,2026-03-05T10:00:00Z,Call", "Other Campaign", "(not set)", "other-campaign")]
    public async Task Touch_HasTheChannelOfItsRow_ElseOfTheRules(string text, string channel, string source, string rule)
    {
        await _bed.TouchesAsync(text);

        var touch = Assert.Single((await _bed.GetAsync("ann")).Journey).Touch;

        Assert.Equal((channel, source, rule), (touch.Source.Channel, touch.Source.Source, touch.Source.RuleId));
        Assert.NotNull(touch.Source.Campaign);
    }

    [Fact]
    public async Task Touch_OfAnUnknownAddress_MakesTheLeadKnown_AndStandsBetweenItsVisits()
    {
        await _bed.TouchesAsync("ann@example.org;2026-03-05;Salon;;;\n");
        await _bed.Bed.CaptureAsync(Sample.Form("f", Start.AddDays(10), FactKey.Of("v"), "ann@example.org"));

        var lead = await _bed.GetAsync("ann");

        Assert.Equal(CrmImportTests.EndOf(5), lead.Lead.CreatedAt);
        Assert.Equal(["Other Campaign", "Direct"], lead.Journey.Select(entry => entry.Touch.Source.Channel));
        Assert.Equal("Salon", lead.Lead.FirstTouch!.Source.Campaign);
        Assert.Equal(Start.AddDays(10), lead.Lead.LastActivityAt);
    }

    [Fact]
    public async Task Upload_Again_ChangesNothing_AndItsOwnIdAllowsAnEditAndARemoval()
    {
        const string Text = "id,email,date,name\n7,ann@example.org,2026-03-05,Fair\n,ann@example.org,2026-03-05,Fair\n";
        var first = await _bed.TouchesAsync(Text);
        var second = await _bed.TouchesAsync(Text);
        await _bed.TouchesAsync("id,email,date,name\n7,ann@example.org,2026-03-06,Bigger fair\n");
        var edited = await _bed.GetAsync("ann");
        await _bed.TouchesAsync("id,email,date,remove\n7,ann@example.org,2026-03-06,yes\n");
        var removed = await _bed.GetAsync("ann");

        Assert.Equal((2, 0), (first.Taken, first.Unchanged));
        Assert.Equal((0, 2), (second.Taken, second.Unchanged));
        Assert.Equal(["Fair", "Bigger fair"], edited.Journey.Select(entry => entry.Touch.Source.Campaign));
        Assert.Equal(["Fair"], removed.Journey.Select(entry => entry.Touch.Source.Campaign));
    }

    [Fact]
    public async Task BadRows_AreListed()
    {
        var result = await _bed.TouchesAsync("ann@example.org;2026-03-05;;;;\nx;05.03.2026;Fair;;;\n");

        Assert.Equal(
            [(1, "name"), (2, "email"), (2, "date")],
            result.Rejected.SelectMany(row => row.Problems, (row, problem) => (row.Row, problem.Field)));
        Assert.Null((await _bed.Bed.Get<ILeadStore>().GetProfileAsync(Lead("ann"), default)).Value);
    }

    [Fact]
    public async Task Touch_IsCredited_InTheLeadsConversions()
    {
        await _bed.TouchesAsync("ann@example.org;2026-03-05;Fair;;;\n");
        await _bed.CrmAsync("ann@example.org;Won;2026-03-05;10;EUR;\n");

        var won = Assert.Single(await _bed.ConversionsAsync("ann", ConversionKind.Customer));

        Assert.Equal("Fair", Assert.Single(won.Touches).Source.Campaign);
    }
}

using Pipeline.Events;
using Pipeline.Identity;
using Pipeline.Leads.Facts;
using Pipeline.Records;
using Pipeline.Testing;
using static Pipeline.UnitTests.Identity.Facts;

namespace Pipeline.UnitTests.Identity;

public sealed class CorrectionsTests : IDisposable
{
    private readonly PipelineBed _bed = PipelineBed.InMemory();

    private static CapturedEvent First => Form("f1", 10, "amn");

    private static CapturedEvent Second => Form("f2", 11, "ann") with { Corrects = "f1" };

    public void Dispose() => _bed.Dispose();

    [Fact]
    public void Of_LaterFillOfTheSameForm_CorrectsTheOneItNames()
    {
        var (key, since) = Assert.Single(Corrections.Of([Second, View("v", 0), First]));

        Assert.Equal((FactKey.Of("f1"), Second.OccurredAt), (key, since));
    }

    [Fact]
    public void Of_FillThatCorrectsNothing_IsAnOrdinaryOne()
    {
        Assert.Empty(Corrections.Of([First, Second with { Corrects = null }]));
        Assert.Empty(Corrections.Of([First, Second with { Corrects = "unknown" }]));
        Assert.Empty(Corrections.Of([First, Second with { Corrects = "f2" }]));
        Assert.Empty(Corrections.Of([First, Second with { Form = "other" }]));
        Assert.Empty(Corrections.Of([First with { OccurredAt = At(12) }, Second]));
        Assert.Empty(Corrections.Of([First, Second with { Mode = CaptureMode.Measure }]));
        Assert.Empty(Corrections.Of([View("f1", 10), Second]));
    }

    [Fact]
    public void Of_CorrectionThatIsCorrectedItself_LeavesTheLastAlone() =>
        Assert.Equal(
            new[] { FactKey.Of("f1"), FactKey.Of("f2") }.Order(StringComparer.Ordinal),
            Corrections.Of([First, Second, Form("f3", 12, "anna") with { Corrects = "f2" }]).Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void OwnerOf_CorrectedFill_IsNobodyAndTheOthersAreTheSecondLeads()
    {
        var facts = new VisitorFacts(Visitor, [View("v", 0), First, Second], [Link(First), Link(Second)], []);
        var after = Ownership.Of(facts, At(60), TimeSpan.FromDays(1));
        var before = Ownership.Of(facts, At(10.5), TimeSpan.FromDays(1));

        Assert.Equal((null, Lead("ann"), Lead("ann")), (after.OwnerOf(First), after.OwnerOf(Second), after.OwnerOf(View("v", 0))));
        Assert.Equal((Lead("amn"), Lead("amn")), (before.OwnerOf(First), before.OwnerOf(View("v", 0))));
    }

    [Fact]
    public void OwnerOf_CorrectionsOnATablet_MakeNoSharedDevice()
    {
        var third = Form("f3", 12, "anna") with { Corrects = "f2" };
        var facts = new VisitorFacts(Visitor, [First, Second, third], [Link(First), Link(Second), Link(third)], []);

        Assert.Null(Ownership.Of(facts, At(60), TimeSpan.FromDays(1)).SharedFrom);
    }

    [Fact]
    public async Task Handle_CorrectedFill_LeavesOneLeadWithTheWholeHistory()
    {
        await _bed.CaptureAsync(View("v", 0).Queued(), First.Queued());
        Assert.NotNull(await ProfileAsync("amn"));

        await _bed.CaptureAsync(Second.Queued());
        await _bed.CaptureAsync(View("w", 20).Queued());

        Assert.Null(await ProfileAsync("amn"));
        Assert.Equal(At(20), (await ProfileAsync("ann"))!.LastActivityAt);
    }

    [Fact]
    public async Task Handle_ThreeFillsWithoutCorrection_AreThreeLeads()
    {
        await _bed.CaptureAsync(
            View("v", 0).Queued(), First.Queued(), (Second with { Corrects = null }).Queued(), Form("f3", 12, "bob").Queued());

        Assert.All(["amn", "ann", "bob"], name => Assert.NotNull(ProfileAsync(name).GetAwaiter().GetResult()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Handle_AnyOrder_EndsTheSame(int seed)
    {
        var expected = await EndAsync(null);

        Assert.Equal(expected, await EndAsync(new Random(seed)));
    }

    private static async Task<string> EndAsync(Random? random)
    {
        using var one = PipelineBed.InMemory();
        CapturedEvent[] events = [View("v", 0), First, View("w", 10.5), Second, View("x", 20), Form("f4", 30, "carl")];
        if (random is not null)
        {
            random.Shuffle(events);
        }

        foreach (var captured in events)
        {
            await one.CaptureAsync(captured.Queued());
        }

        return await one.DumpViewsAsync([Visitor], [Lead("amn"), Lead("ann"), Lead("carl")], new DateOnly(2026, 3, 1));
    }

    private async Task<LeadProfile?> ProfileAsync(string name) => (await _bed.Get<ILeadStore>().GetProfileAsync(Lead(name), default)).Value;
}

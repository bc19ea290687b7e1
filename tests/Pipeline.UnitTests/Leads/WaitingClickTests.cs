using Pipeline.Events;
using Pipeline.Leads;
using Pipeline.Leads.Facts;
using Pipeline.Problems;
using Pipeline.Records;
using Pipeline.Rejected;
using Pipeline.Storage.Shared;
using Pipeline.Testing;

namespace Pipeline.UnitTests.Leads;

// A click of a tracked link names its lead by an id that anybody can make up.
public sealed class WaitingClickTests : IDisposable
{
    private const string Email = "ann@example.org";
    private static readonly string Ann = PipelineBed.LeadIds.Of(Email);

    private readonly PipelineBed _bed = PipelineBed.InMemory();

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task Click_BeforeItsLeadIsKnown_BecomesTheLeadsOnceItIs()
    {
        await _bed.CaptureAsync(Click("c1", Ann));
        Assert.Empty(_bed.Memory!.Rows(TableNames.Leads));

        await _bed.CaptureAsync(Form());

        Assert.Equal(["c1", "f1"], await EventsAsync(_bed));
        Assert.Empty(Waiting());
        var kept = Assert.Single(await RejectedAsync());
        Assert.Equal(
            (Problem.UnknownCid, _bed.Clock.GetUtcNow(), "c1"), (kept.Rejected.Reason, kept.ReplayedAt, Assert.Single(kept.EventIds)));
    }

    [Fact]
    public async Task Click_TwoVersionsBeforeTheLead_IsTheOneThatIsKeptInAnyOrder()
    {
        var later = Click("c1", Ann) with { ReceivedAt = _bed.Clock.GetUtcNow().AddSeconds(5) };
        await _bed.CaptureAsync(later);
        await _bed.CaptureAsync(Click("c1", Ann));
        await _bed.CaptureAsync(later);

        await _bed.CaptureAsync(Form());

        var stored = await _bed.Get<ILeadStore>().GetEventAsync(Ann, FactKey.Of("c1"), default);
        Assert.Equal(_bed.Clock.GetUtcNow(), stored.Value!.ReceivedAt);
        Assert.Empty(Waiting());
    }

    [Fact]
    public async Task Click_WhileItsLeadBecomesKnown_IsNotForgotten()
    {
        // The lead is stored and refreshed between the click's first look and its own row.
        var isFirst = true;
        _bed.Calls.Before = async call =>
        {
            if (isFirst && call.Target == TableNames.Rejected && call.Kind == StorageCallKind.Write)
            {
                isFirst = false;
                await _bed.CaptureAsync(Form());
            }
        };

        await _bed.CaptureAsync(Click("c1", Ann));

        Assert.Equal(["c1", "f1"], await EventsAsync(_bed));
        Assert.Empty(Waiting());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Click_CrashAtAnyCallOfEither_EndsWithTheLead(bool afterEffect)
    {
        for (var crash = 1; crash <= 45; crash++)
        {
            using var crashing = PipelineBed.InMemory();
            crashing.Calls.CrashAt(crash, afterEffect);

            await crashing.SurviveAsync(PipelineBed.Message(Click("c1", Ann)));
            await crashing.SurviveAsync(PipelineBed.Message(Form()));
            await crashing.DrainAsync();
            crashing.Calls.CrashAt(1_000_000, afterEffect);

            Assert.Equal(["c1", "f1"], await EventsAsync(crashing));
            Assert.Equal("letter", (await crashing.Get<ILeadStore>().GetProfileAsync(Ann, default)).Value!.LatestTouch?.Source.Source);
        }
    }

    [Fact]
    public async Task Clicks_OfMadeUpIds_MakeNoLeadAndNoMoreRowsThanRejectedEventsAreKept()
    {
        for (var from = 0; from < RejectedCount.MaxKept + 100; from += 50)
        {
            await _bed.CaptureAsync(
                [.. Enumerable.Range(from, 50).Select(i => Click($"c{i}", PipelineBed.LeadIds.Of($"nobody{i}@example.org")))]);
        }

        Assert.Empty(_bed.Memory!.Rows(TableNames.Leads));
        Assert.Equal(RejectedCount.MaxKept, Waiting().Count);
        var count = Assert.Single(await _bed
            .Get<IRejectedStore>()
            .CountAsync(DateOnly.FromDateTime(_bed.Clock.GetUtcNow().UtcDateTime), default));
        Assert.Equal((RejectedCount.MaxKept, 100), (count.Kept, count.CountedOnly));
    }

    private CapturedEvent Form() => Sample.Form("f1", _bed.Clock.GetUtcNow(), visitor: null, Email);

    private CapturedEvent Click(string id, string lead) => Sample.Click(id, _bed.Clock.GetUtcNow(), lead, "spring");

    private static async Task<IEnumerable<string>> EventsAsync(PipelineBed of)
    {
        var history = await of.Get<LeadHistoryReader>().ReadAsync(Ann, default);
        return (await of.LeadViewAsync()).Evaluate(history, of.Clock.GetUtcNow())!.Events
            .Select(owned => owned.Event.Id)
            .Order(StringComparer.Ordinal);
    }

    private List<string> Waiting() =>
        [.. _bed.Memory!.Rows(TableNames.Rejected)
            .Where(row => row.RowKey.StartsWith("e|", StringComparison.Ordinal))
            .Select(row => row.RowKey)];

    private Task<IReadOnlyList<KeptRejection>> RejectedAsync() =>
        _bed.Get<IRejectedStore>().ListAsync(DateOnly.FromDateTime(_bed.Clock.GetUtcNow().UtcDateTime), null, 100, default);
}

using Pipeline.Days;
using Pipeline.Leads.Facts;
using Pipeline.Leads.Shown;
using Pipeline.Records;
using Pipeline.Rejected;
using Pipeline.Scoring.Refresh;
using Pipeline.Storage.Shared;
using Pipeline.Testing;
using static Pipeline.UnitTests.Identity.Facts;

namespace Pipeline.UnitTests.Scoring.Refresh;

public sealed class LeadRefreshHandlerTests : IDisposable
{
    private static readonly DateOnly Today = new(2026, 3, 2);

    private readonly PipelineBed _bed = PipelineBed.InMemory();

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task Refresh_NewLead_OwnsItsIndexRows()
    {
        await _bed.CaptureAsync(Form("f", 0, "ann").Queued());

        var profile = await ProfileAsync("ann");
        Assert.Equal([profile.RankKey], (await _bed.Get<IRankIndex>().ListAsync(null, 10, default)).Select(entry => entry.RankKey));
        Assert.Equal([Lead("ann")], await ListAsync(DayEntryKind.Conversion, Today));
        Assert.Equal(["2026-03-02"], profile.ConversionDays);
    }

    [Fact]
    public async Task Refresh_NothingChanged_WritesOnlyTheProfile()
    {
        await _bed.CaptureAsync(Form("f", 0, "ann").Queued());
        _bed.Calls.Reset();

        await _bed.Get<LeadRefresh>().RunAsync(Lead("ann"), rollsUp: false, default);

        Assert.Equal("LeadPages Write 1, Leads Get 1, Leads Query 1, Leads Write 1, Visitors Query 1", _bed.Calls.Summary);
    }

    [Fact]
    public async Task Refresh_UnknownLead_WritesNothing()
    {
        await _bed.Get<LeadRefresh>().RunAsync(Lead("nobody"), rollsUp: false, default);

        Assert.Equal("LeadPages Query 1, Leads Get 1, Leads Query 1, Settings Get 3", _bed.Calls.Summary);
    }

    [Fact]
    public async Task Refresh_ScoreChanges_LeavesOneRankRow()
    {
        await _bed.CaptureAsync(Form("f", 0, "ann").Queued());
        var before = await ProfileAsync("ann");

        await _bed.CaptureAsync(View("p", 5, "/pricing"));

        var row = Assert.Single(_bed.Memory!.Rows(TableNames.Ranks));
        Assert.NotEqual(before.RankKey, (await ProfileAsync("ann")).RankKey);
        Assert.StartsWith((await ProfileAsync("ann")).RankKey, row.RowKey, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refresh_HintsBeforeTheProfile_OldOnesAfterIt()
    {
        await _bed.CaptureAsync(Form("f", 0, "ann").Queued());
        await _bed.HandleAsync(PipelineBed.Message(View("p", 5, "/pricing")));
        var order = new List<string>();
        _bed.Calls.After = call =>
        {
            order.Add($"{call.Target} {call.Kind} {call.Detail.Split(':')[0]}".Split('|')[0]);
            return Task.CompletedTask;
        };

        await _bed.DrainAsync();

        Assert.Equal(
            ["Ranks Write Upsert", "Ranks Get", "Leads Write Replace", "Ranks Write Remove"],
            order.Where(call => call.StartsWith("Ranks", StringComparison.Ordinal)
                || call.StartsWith("Leads Write", StringComparison.Ordinal))
                .Select(call => call.StartsWith("Ranks Get", StringComparison.Ordinal) ? "Ranks Get" : call));
    }

    [Fact]
    public async Task Refresh_EarlierFormArrives_MovesTheConversionAndMarksBothDays()
    {
        await _bed.CaptureAsync(Form("f", -24 * 60, "ann").Queued());
        await ClearMarksAsync();

        await _bed.CaptureAsync(Form("g", -3 * 24 * 60, "ann", "other").Queued());

        // The last day of February, too: its snapshot now holds the lead.
        Assert.Equal([Today.AddDays(-3), Today.AddDays(-2), Today.AddDays(-1)], await DirtyAsync());
        Assert.Equal([Lead("ann")], await ListAsync(DayEntryKind.Conversion, Today.AddDays(-3)));
        Assert.Empty(await ListAsync(DayEntryKind.Conversion, Today.AddDays(-1)));
    }

    [Fact]
    public async Task Refresh_OlderVisitJoinsTheJourney_MarksTheConversionsDay()
    {
        await _bed.CaptureAsync(Form("f", -24 * 60, "ann").Queued());
        await ClearMarksAsync();

        await _bed.CaptureAsync(View("old", -5 * 24 * 60));

        Assert.Equal([Today.AddDays(-5), Today.AddDays(-1)], await DirtyAsync());
    }

    [Fact]
    public async Task Refresh_VisitAfterTheConversion_MarksNoDay()
    {
        await _bed.CaptureAsync(Form("f", -24 * 60, "ann").Queued());
        await ClearMarksAsync();

        await _bed.CaptureAsync(View("new", 0));

        Assert.Empty(await DirtyAsync());
    }

    [Fact]
    public async Task Refresh_ProfileChangesUnderneath_ReadsAnew()
    {
        await _bed.CaptureAsync(Form("f", 0, "ann").Queued());
        _bed.Calls.Before = async call =>
        {
            if (call.Target == TableNames.Leads && call.Kind == StorageCallKind.Write)
            {
                _bed.Calls.Before = null;
                await _bed.CaptureAsync(View("p", 5, "/pricing"));
            }
        };

        await _bed.Get<LeadRefresh>().RunAsync(Lead("ann"), rollsUp: false, default);

        Assert.Equal(At(5), (await ProfileAsync("ann")).LastActivityAt);
        Assert.Single(_bed.Memory!.Rows(TableNames.Ranks));
    }

    [Fact]
    public async Task Refresh_OldHintIsNeededAgainMeanwhile_StaysListed()
    {
        var rank = _bed.Get<IRankIndex>();
        await rank.AddAsync("0000000000000001", Lead("ann"), default);
        var read = (await rank.GetETagAsync("0000000000000001", Lead("ann"), default))!;
        await rank.AddAsync("0000000000000001", Lead("ann"), default);

        await rank.RemoveAsync("0000000000000001", Lead("ann"), read, default);

        Assert.Single(await rank.ListAsync(null, 10, default));
    }

    [Fact]
    public async Task Handle_OneOfSeveralLeadsFails_RefreshesTheOthersAndPutsItBackAlone()
    {
        await _bed.HandleAsync(PipelineBed.Message(Form("f", 0, "ann").Queued(), Form("g", 1, "bob", "other").Queued()));
        _bed.Queue.Take();
        _bed.Calls.Before = call => call.Detail == $"profile|{Lead("bob")}" ? throw new FaultException("broken") : Task.CompletedTask;

        await _bed.HandleAsync(new WorkMessage(QueueNames.Scores, ScoreMessage.Write([Lead("ann"), Lead("bob")])));

        Assert.NotNull(await ProfileAsync("ann"));
        Assert.Equal([new WorkMessage(QueueNames.Scores, ScoreMessage.Write([Lead("bob")]))], _bed.Queue.Waiting);
        await Assert.ThrowsAsync<FaultException>(() => _bed.HandleAsync(_bed.Queue.Waiting[0]));
    }

    [Fact]
    public async Task Handle_TextThatIsNoMessage_IsKeptAsRejected()
    {
        await _bed.HandleAsync(new WorkMessage(QueueNames.Scores, "{}"));

        Assert.Single(await _bed
            .Get<IRejectedStore>()
            .ListAsync(DateOnly.FromDateTime(_bed.Clock.GetUtcNow().UtcDateTime), null, 10, default));
    }

    private async Task<LeadProfile> ProfileAsync(string name) => (await _bed.Get<ILeadStore>().GetProfileAsync(Lead(name), default)).Value!;

    private Task<IReadOnlyList<string>> ListAsync(DayEntryKind kind, DateOnly day) => _bed.Get<IDayIndex>().ListAsync(kind, day, default);

    private async Task<IEnumerable<DateOnly>> DirtyAsync() =>
        (await _bed.Get<IRollupDays>().ListDirtyAsync(default)).Select(mark => mark.Day);

    private async Task ClearMarksAsync()
    {
        foreach (var mark in await _bed.Get<IRollupDays>().ListDirtyAsync(default))
        {
            await _bed.Get<IRollupDays>().ClearDirtyAsync(mark, default);
        }
    }
}

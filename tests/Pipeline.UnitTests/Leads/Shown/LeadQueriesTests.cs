using Pipeline.Leads.Shown;
using Pipeline.Problems;
using Pipeline.Testing;
using static Pipeline.UnitTests.Identity.Facts;

namespace Pipeline.UnitTests.Leads.Shown;

public sealed class LeadQueriesTests : IDisposable
{
    private readonly PipelineBed _bed = PipelineBed.InMemory();

    public void Dispose() => _bed.Dispose();

    private LeadQueries Queries => _bed.Get<LeadQueries>();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task List_PageByPage_GivesEveryLeadOnceHighestFirst(int count)
    {
        await FillAsync(7);
        var seen = new List<LeadSummary>();
        string? cursor = null;
        do
        {
            var page = await Queries.ListAsync(cursor, count, null, default);
            Assert.True(page.Leads.Count <= count);
            seen.AddRange(page.Leads);
            cursor = page.Next;
            var problems = new List<Problem>();
            Assert.Equal(cursor, LeadListQuery.ReadCursor(cursor, problems));
            Assert.Empty(problems);
        }
        while (cursor is not null);

        Assert.Equal(7, seen.Select(lead => lead.LeadId).Distinct().Count());
        Assert.Equal(7, seen.Count);
        Assert.Equal(seen.OrderByDescending(lead => lead.Score).Select(lead => lead.Score), seen.Select(lead => lead.Score));
    }

    [Fact]
    public async Task List_EntryThatNoProfileConfirms_IsIgnored()
    {
        await FillAsync(2);
        await _bed.Get<IRankIndex>().AddAsync("0000000000000000", Lead("p0"), default);
        await _bed.Get<IRankIndex>().AddAsync("0000000000000001", Lead("nobody"), default);

        Assert.Equal(2, (await Queries.ListAsync(null, 10, null, default)).Leads.Count);
    }

    [Theory]
    [InlineData(14, 2)]
    [InlineData(15, 1)]
    public async Task List_EntryThatNoProfileConfirms_IsRemovedOnceItIsSettled(int minutes, int left)
    {
        await _bed.CaptureAsync(Form("f", 0, "ann").Queued());
        await _bed.Get<IRankIndex>().AddAsync("0000000000000000", Lead("ann"), default);
        _bed.Clock.Advance(TimeSpan.FromMinutes(minutes));

        await Queries.ListAsync(null, 10, null, default);

        Assert.Equal(left, (await _bed.Get<IRankIndex>().ListAsync(null, 10, default)).Count);
    }

    [Fact]
    public async Task List_ScoreNow_IsThatOfTheDetail()
    {
        await FillAsync(3);
        _bed.Clock.Advance(TimeSpan.FromDays(11));

        foreach (var lead in (await Queries.ListAsync(null, 10, null, default)).Leads)
        {
            Assert.Equal((await Queries.GetAsync(lead.LeadId, null, default))!.Lead.Score, lead.Score);
        }
    }

    [Fact]
    public async Task List_AtAMoment_LeavesOutLeadsThatWereNotKnown()
    {
        await _bed.CaptureAsync(Form("f", 0, "ann").Queued(), Form("g", 10, "bob", "other").Queued());

        Assert.Equal([Email("ann")], (await Queries.ListAsync(null, 10, At(5), default)).Leads.Select(lead => lead.Email));
    }

    [Fact]
    public async Task Get_AtAMoment_CountsNoLaterFact()
    {
        await _bed.CaptureAsync(Form("f", 0, "ann").Queued());
        var then = await Queries.GetAsync(Lead("ann"), At(5), default);
        await _bed.CaptureAsync(View("later", 6, "/pricing"));

        var again = await Queries.GetAsync(Lead("ann"), At(5), default);

        Assert.Equal(then!.Lead.Score, again!.Lead.Score);
        Assert.Single(Assert.Single(again.Journey).Events);
        Assert.Null(await Queries.GetAsync(Lead("ann"), At(-1), default));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("0000000000000000|l_x")]
    [InlineData("' or 1 eq 1|l_aaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void ReadCursor_MadeUp_IsRefused(string cursor)
    {
        var problems = new List<Problem>();

        Assert.Null(LeadListQuery.ReadCursor(cursor, problems));
        Assert.Single(problems);
    }

    private async Task FillAsync(int leads)
    {
        for (var i = 0; i < leads; i++)
        {
            var visitor = $"visitor{i}";
            await _bed.CaptureAsync(
                [
                    Form($"f{i}", 0, $"p{i}", visitor).Queued(),
                    .. Enumerable.Range(0, i).Select(j => View($"{i} {j}", (j * 35) - 300, $"/{j}", visitor: visitor)),
                ]);
        }
    }
}

using Pipeline.Reports;
using Pipeline.Reports.Channels;
using Pipeline.Reports.Explanations;
using Pipeline.Storage.Shared;
using Pipeline.Testing;
using Pipeline.UnitTests.Identity;

namespace Pipeline.UnitTests.Reports.Explanations;

/// <summary>
/// The visits behind a number can be had page by page: each once, in order, and a page reads the visitors of its own days alone.
/// </summary>
public sealed class VisitPagesTests : IDisposable
{
    private const string All = "from=2026-03-01&to=2026-05-01";

    private readonly ExplanationBed _bed = new();

    public void Dispose() => _bed.Dispose();

    public static TheoryData<string, string> Numbers => new()
    {
        { "channels", $"{All}&explain=visits" },
        { "channels", $"{All}&explain=visits&channel=Organic Social" },
        { "channels", $"{All}&explain=visits&landing_page=https://example.org/pricing" },
        { "channels", $"{All}&explain=automatic_visits" },
        { "funnel", "from=2026-04-01&to=2026-04-30&explain=visit" },
        { "funnel", "from=2026-04-01&to=2026-04-30&explain=visit&section=previous" },
        { "runway", "from=2026-01-01&explain=visits&month=2026-03" },
        { "quality", $"{All}&explain=without_campaign" },
        { "quality", $"{All}&explain=unmatched_source&source=odd" },
        { "quality", $"{All}&explain=bot_visits" },
    };

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task Pages_OfAnySize_ListEachVisitOnceAndTellTheWholeSum(string report, string query)
    {
        await _bed.FillAsync(21);
        var whole = await ExplainAsync(report, query);
        Assert.True(whole.Rows.Count > 2 && whole.Next is null);
        foreach (var size in new[] { 1, 2, whole.Rows.Count - 1, whole.Rows.Count, whole.Rows.Count + 1 })
        {
            var (listed, after, pages) = (new List<ExplainedRow>(), (string?)null, 0);
            do
            {
                var page = await ExplainAsync(report, $"{query}&count={size}{(after is null ? string.Empty : $"&after={after}")}");
                Assert.InRange(page.Rows.Count, 1, size);
                Assert.Equal((whole.Sum, whole.From, whole.To), (page.Sum, page.From, page.To));
                listed.AddRange(page.Rows);
                after = page.Next;
                pages++;
            }
            while (after is not null);

            Assert.Equal(whole.Rows, listed);
            Assert.Equal((whole.Rows.Count + size - 1) / size, pages);
        }
    }

    [Fact]
    public async Task Visits_OfALongPeriod_AreReadFromTheVisitorsOfTheirDaysAndChannelsAlone()
    {
        for (var day = 0; day < 30; day++)
        {
            await _bed.Bed.CaptureAsync(
                Facts.View($"a{day}", day * 1440, "/", "twitter", $"va{day}"),
                Facts.View($"b{day}", (day * 1440) + 10, "/", day == 20 ? "bing" : null, $"vb{day}"));
        }

        _bed.Bed.Clock.Advance(TimeSpan.FromMinutes(20));
        await _bed.Bed.NightAsync();

        Assert.Equal(60, await ReadAsync($"{All}&explain=visits"));
        Assert.Equal(4, await ReadAsync($"{All}&explain=visits&count=3"));
        Assert.Equal(2, await ReadAsync($"{All}&explain=visits&source=bing&count=10"));
        Assert.Equal(29, await ReadAsync($"{All}&explain=visits&channel=Direct"));
        Assert.Equal(0, await ReadAsync($"{All}&explain=automatic_visits"));

        async Task<int> ReadAsync(string query)
        {
            await _bed.Channels.AnswerAsync(_bed.Query(query, ChannelsNumbers.All), default);
            _bed.Bed.Calls.Reset();
            await _bed.Channels.AnswerAsync(_bed.Query(query, ChannelsNumbers.All), default);
            return _bed.Bed.Calls.Count(TableNames.Visitors, StorageCallKind.Get);
        }
    }

    [Fact]
    public async Task Rate_OverAPage_SumsAllVisitsAndSaysThatItListsTheFirst()
    {
        await _bed.FillAsync(21);
        var whole = await ExplainAsync("channels", $"{All}&explain=visitor_to_lead");

        var page = await ExplainAsync("channels", $"{All}&explain=visitor_to_lead&count=2");

        Assert.Equal((whole.Value, whole.Groups[1].Sum, 2L), (page.Value, page.Groups[1].Sum, page.Groups[1].Rows));
        Assert.Equal((null, "visits: the first ones alone are listed, explain=visits lists all page by page"), (page.Next, page.Note));
        Assert.Null(whole.Note);
    }

    [Fact]
    public async Task Share_OverAPageOfItsFirstPart_IsNoPageItself()
    {
        await _bed.FillAsync(21);

        var page = await ExplainAsync("quality", $"{All}&explain=without_campaign_share&count=2");

        Assert.Equal((null, 2L), (page.Next, page.Groups[0].Rows));
        Assert.StartsWith("without_campaign: the first ones alone", page.Note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("count=0", "count")]
    [InlineData("count=10001", "count")]
    [InlineData("after=x", "after")]
    [InlineData("after=12.", "after")]
    [InlineData("after=-1.abc", "after")]
    [InlineData("after=9223372036854775807.abc", "after")]
    public void Read_WrongPage_NamesTheParameter(string query, string field) =>
        Assert.Equal(field, Assert.Single(_bed.Problems($"explain=visits&{query}", ChannelsNumbers.All)).Field);

    [Theory]
    [InlineData("explain=visits", false, ReportQuery.DefaultPage)]
    [InlineData("explain=visits", true, null)]
    [InlineData("explain=visits&count=10000", false, 10_000)]
    [InlineData("explain=visits&count=1", true, 1)]
    public void Paged_JsonAndFile_HaveTheirUsualPage(string query, bool isFile, int? size) =>
        Assert.Equal(size, _bed.Query(query, ChannelsNumbers.All).Paged(isFile).PageSize);

    private async Task<ReportExplanation> ExplainAsync(string report, string query)
    {
        var kind = _bed.Bed.Get<ReportKinds>().Find(report)!;
        return (ReportExplanation)await kind.AnswerAsync(_bed.Query(query, kind.Numbers), default);
    }
}

using Pipeline.Imports;
using Pipeline.Reports;
using Pipeline.Reports.Attribution;
using Pipeline.Reports.Channels;
using Pipeline.Storage.Shared;
using Pipeline.Testing;
using Pipeline.Time;
using Pipeline.Uploads;
using static Pipeline.UnitTests.Identity.Facts;

namespace Pipeline.UnitTests.Reports;

public sealed class ReportHandlerTests : IDisposable
{
    private readonly PipelineBed _bed = PipelineBed.InMemory();

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task Channels_TodayNeverRolledUp_RollsItUp()
    {
        await _bed.CaptureAsync(View("a", 0, "/", "twitter"), Form("f", 1, "ann").Queued());

        var report = await _bed.Get<ChannelsKind>().BuildAsync(Query(null), default);

        var row = Assert.Single(report.Rows);
        Assert.Equal(("Organic Social", 1L, 1m), (row.Channel, row.Visits, row.Leads!.Value));
        Assert.Equal(1m, row.VisitorToLead);
    }

    [Theory]
    [InlineData(15, 1)]
    [InlineData(15.1, 2)]
    public async Task Channels_TodayAroundItsGreatestAge_IsMadeAgainOnlyAbove(double minutes, int visits)
    {
        await _bed.CaptureAsync(View("a", 0));
        await _bed.Get<ChannelsKind>().BuildAsync(Query(null), default);
        await _bed.CaptureAsync(View("b", 45));
        _bed.Clock.Advance(TimeSpan.FromMinutes(minutes));

        Assert.Equal(visits, (await _bed.Get<ChannelsKind>().BuildAsync(Query(null), default)).Total.Visits);
    }

    [Fact]
    public async Task Channels_YesterdayBeforeTheNight_HasItsEvening()
    {
        await _bed.CaptureAsync(View("a", 0));
        await _bed.Get<ChannelsKind>().BuildAsync(Query(null), default);
        await _bed.CaptureAsync(View("b", 45));
        _bed.Clock.Advance(TimeSpan.FromDays(1));

        var (first, second) = (await _bed.Get<ChannelsKind>().BuildAsync(Query(null), default), await TodayAgainAsync());

        Assert.Equal((2, 2), (first.Total.Visits, second.Total.Visits));
    }

    [Fact]
    public async Task Channels_AskedByManyAtOnce_RollTheDayUpOnce()
    {
        await _bed.CaptureAsync(View("a", 0));
        _bed.Calls.Reset();
        _bed.Calls.Before = _ => Task.Yield().GetAwaiter().IsCompleted ? Task.CompletedTask : Task.Run(() => { });

        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => _bed.Get<ChannelsKind>().BuildAsync(Query(null), default)));

        Assert.Equal(1, _bed.Calls.Count(TableNames.Visitors, StorageCallKind.Get));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    public async Task Channels_AtAMoment_CountsCostsUpToItsDay(int days, decimal cost)
    {
        await _bed.CaptureAsync(View("a", 0));
        var body =
            $$"""[{"date":"{{At(0):yyyy-MM-dd}}","channel":"Display","amount":1,"kind":"media"},{"date":"{{At(1440):yyyy-MM-dd}}","channel":"Display","amount":1,"kind":"media"}]""";
        await _bed
            .Get<ImportHandler>()
            .HandleAsync(_bed.Get<CostImport>(), new ImportRequest { Body = System.Text.Encoding.UTF8.GetBytes(body) }, default);
        _bed.Clock.Advance(TimeSpan.FromDays(3));

        var query = ReportQuery.Read(_ => null, _bed.Clock.GetUtcNow(), _bed.Get<LocalTime>(), []) with { At = At(days * 1440) };

        Assert.Equal(cost, (await _bed.Get<ChannelsKind>().BuildAsync(query, default)).Total.Cost);
    }

    [Theory]
    [InlineData("model", ",")]
    [InlineData("at", "0001-01-01")]
    [InlineData("at", "9999-12-31T23:59:59Z")]
    public void Read_WhatNamesNothing_IsAProblem(string name, string text)
    {
        var problems = new List<Pipeline.Problems.Problem>();

        ReportQuery.Read(asked => asked == name ? text : null, _bed.Clock.GetUtcNow(), _bed.Get<LocalTime>(), problems);

        Assert.Equal(name, Assert.Single(problems).Field);
    }

    [Theory]
    [InlineData(-1, 0, 0)]
    [InlineData(0, 1, 0)]
    [InlineData(9, 1, 0)]
    [InlineData(10, 1, 1)]
    [InlineData(45, 2, 1)]
    public async Task Channels_AtAMoment_CountsWhatHappenedUpToThen(double minutes, int visits, int leads)
    {
        await _bed.CaptureAsync(View("a", 0, "/", "twitter"), Form("f", 10, "ann").Queued(), View("b", 45));

        var report = await _bed.Get<ChannelsKind>().BuildAsync(Query(At(minutes)), default);

        Assert.Equal((visits, leads), ((int)report.Total.Visits, (int)report.Total.Leads!.Value));
        Assert.Equal(At(minutes), report.At);
    }

    [Fact]
    public async Task Attribution_AtNow_IsWhatTheRollUpsSay()
    {
        await _bed.CaptureAsync(View("a", -48 * 60, "/", "twitter"), View("b", 0), Form("f", 1, "ann").Queued());
        _bed.Clock.Advance(TimeSpan.FromMinutes(16));
        await _bed.NightAsync();

        var stored = await _bed.Get<AttributionKind>().BuildAsync(Query(null), default);
        var computed = await _bed.Get<AttributionKind>().BuildAsync(Query(_bed.Clock.GetUtcNow()), default);

        Assert.Equal(stored.Models.Select(Text), computed.Models.Select(Text));
        Assert.All(stored.Models.SkipLast(2), model => Assert.Equal((1m, 1m), (model.Converted, model.Attributed!.Value)));
        Assert.All(stored.Models.TakeLast(2), model => Assert.Equal((null, ChannelModels.WholeMonthsOnly), (model.Attributed, model.Note)));
    }

    private Task<ChannelsReport> TodayAgainAsync()
    {
        _bed.Clock.Advance(TimeSpan.FromMinutes(1));
        return _bed.Get<ChannelsKind>().BuildAsync(Query(null), default);
    }

    private static string Text(AttributionModelResult model) => $"{model.Model} {model.Converted} {string.Join("; ", model.Rows)}";

    private ReportQuery Query(DateTimeOffset? at) =>
        ReportQuery.Read(_ => null, _bed.Clock.GetUtcNow(), _bed.Get<LocalTime>(), []) with { At = at };
}

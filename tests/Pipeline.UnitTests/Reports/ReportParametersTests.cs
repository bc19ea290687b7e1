using System.Text;
using System.Text.Json;
using Pipeline.Problems;
using Pipeline.Reports;
using Pipeline.Tables;
using Pipeline.Testing;
using Pipeline.Time;
using static Pipeline.UnitTests.Identity.Facts;

namespace Pipeline.UnitTests.Reports;

/// <summary>Whatever a report says by a model, it prints the model's parameters with it, as JSON and as CSV.</summary>
public sealed class ReportParametersTests : IDisposable
{
    private const string Asked = "model=first&window=8&direct=drop-last&halfLife=3.5&u=50/50/0&w=25/25/25/25&minimum=7";
    private const string Printed = "window 8 d; direct drop-last; half-life 3.5 d; position 40/20/40; U 50/50/0/0/0; W 25/25/25/0/25; "
        + "full path 22.5/22.5/22.5/22.5/10; minimum 7 conversions; Europe/Paris";

    private readonly PipelineBed _bed = PipelineBed.InMemory();

    public void Dispose() => _bed.Dispose();

    [Theory]
    [InlineData("channels", "first")]
    [InlineData("attribution", null)]
    [InlineData("paths", null)]
    [InlineData("nurture", "first")]
    [InlineData("quality", "first")]
    public async Task Report_ByAModel_PrintsItsParameters(string name, string? model)
    {
        await _bed.CaptureAsync(View("a", 0, "/", "twitter"), Form("f", 1, "ann").Queued());

        var report = await ReportAsync(name);

        var table = report.ToTable();
        Assert.NotEmpty(table.Rows);
        Assert.All(table.Rows, row => Assert.Equal(Printed, row[table.Columns.ToList().IndexOf("parameters")]));
        Assert.Equal(model is not null, table.Columns.Contains("model"));
        Assert.All(table.Rows.Where(_ => model is not null), row => Assert.Equal(model, row[table.Columns.ToList().IndexOf("model")]));
        Assert.Contains(Printed, Encoding.UTF8.GetString(CsvTable.Write(table, new ReportFormat(IsCsv: true))), StringComparison.Ordinal);
        var json = JsonSerializer.SerializeToElement(report, report.GetType(), JsonSerializerOptions.Web);
        Assert.Equal(
            (8, 3.5, 7), (Number("windowDays").GetInt32(), Number("halfLifeDays").GetDouble(), Number("minimumConversions").GetInt32()));
        Assert.Equal(model, model is null ? null : json.GetProperty("model").GetString());

        JsonElement Number(string field) => json.GetProperty("parameters").GetProperty(field);
    }

    private async Task<IReport> ReportAsync(string name)
    {
        var kind = _bed.Get<ReportKinds>().Find(name)!;
        return await kind.AnswerAsync(Query(kind.Numbers), default);
    }

    private ReportQuery Query(ReportNumbers numbers)
    {
        var problems = new List<Problem>();
        var values = Asked.Split('&').Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        var query = ReportQuery.Read(values.GetValueOrDefault, _bed.Clock.GetUtcNow(), _bed.Get<LocalTime>(), problems, numbers: numbers);
        Assert.Empty(problems);
        return query;
    }
}

using Microsoft.AspNetCore.Http;
using Pipeline.Capture;
using Pipeline.Reporting;
using Pipeline.Reporting.Explanations;
using Pipeline.Reporting.Tables;
using Pipeline.Settings;

namespace Pipeline.Functions.Answers;

/// <summary>Reads a report's parameters, runs it, and answers JSON or CSV, or a list of the wrong parameters.</summary>
internal static class ReportAnswer
{
    private static readonly string[] Names = ["attribution", "channels", "funnel", "insights", "nurture", "paths", "quality", "runway"];

    public static IResult Unknown(string name) => Answer.NotFound($"There is no report '{name}'. Use one of {string.Join(", ", Names)}.");

    public static async Task<IResult> OfAsync(HttpRequest request, ReportReader reader, ReportCells cells, Func<ReportQuery, Task<IReport>> report)
    {
        var problems = new List<Problem>();
        var asked = RequestQuery.Of(request);
        var query = reader.Read(name => name == "model" ? asked.List(name) : asked[name], problems, cells);
        var format = ReportFormat.Read(name => asked[name], problems);
        asked.Refuse(problems);
        return problems.Count > 0 ? Answer.BadRequest(problems) : Of(await report(query.Paged(format.IsCsv)), format);
    }

    private static IResult Of(IReport report, ReportFormat format)
    {
        if (!format.IsCsv)
        {
            return Answer.Report(report);
        }

        var table = report.ToTable();
        var name = $"{table.Name}-{LocalTime.Text(report.From)}-{LocalTime.Text(report.To)}.csv";
        return Results.File(CsvTable.Write(table, format), CsvTable.ContentType, name);
    }
}

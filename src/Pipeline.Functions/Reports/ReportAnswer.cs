using Microsoft.AspNetCore.Http;
using Pipeline.Functions.Answers;
using Pipeline.Problems;
using Pipeline.Reports;
using Pipeline.Tables;
using Pipeline.Time;

namespace Pipeline.Functions.Reports;

/// <summary>Reads a report's parameters, runs it, and answers JSON or CSV, or a list of the wrong parameters or of the reports.</summary>
internal static class ReportAnswer
{
    public static async Task<IResult> OfAsync(
        HttpRequest request, string name, ReportKinds kinds, ReportReader reader, CancellationToken cancellationToken)
    {
        if (kinds.Find(name) is not { } kind)
        {
            return Answer.NotFound($"There is no report '{name}'. Use one of {string.Join(", ", kinds.Names)}.");
        }

        var problems = new List<Problem>();
        var asked = RequestQuery.Of(request);
        var query = reader.Read(parameter => parameter == "model" ? asked.List(parameter) : asked[parameter], problems, kind.Numbers);
        var format = ReportFormat.Read(parameter => asked[parameter], problems);
        asked.Refuse(problems);
        return problems.Count > 0
            ? Answer.BadRequest(problems)
            : Of(await kinds.AnswerAsync(kind, query.Paged(format.IsCsv), cancellationToken), format);
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

using Microsoft.AspNetCore.Http;
using Pipeline.Functions.Answers;
using Pipeline.Leads.Shown;
using Pipeline.Lifecycle;
using Pipeline.Problems;
using Pipeline.Settings;
using Pipeline.Tables;
using Pipeline.Time;

namespace Pipeline.Functions.Leads.Shown;

// Reads what a list of leads is asked for, in a query or in a body, and answers a page as JSON or a file with all.
internal static class LeadListAnswer
{
    public static async Task<IResult> OfAsync(
        Func<string, string?> parameter,
        Action<List<Problem>> refuse,
        LeadLists lists,
        RulesCache<StageBook> stages,
        CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        var query = LeadListQuery.Read(parameter, (await stages.GetAsync(cancellationToken)).Newest, problems);
        var format = ReportFormat.Read(parameter, problems);
        refuse(problems);
        if (problems.Count > 0)
        {
            return Answer.BadRequest(problems);
        }

        if (!format.IsCsv)
        {
            return Answer.Json(await lists.ListAsync(query, cancellationToken));
        }

        var page = query.HasCount
            ? await lists.ListAsync(query, cancellationToken)
            : await lists.ListAllAsync(query, cancellationToken);
        var name = $"leads-{LocalTime.Text(DateOnly.FromDateTime(page.At.UtcDateTime))}.csv";
        return Results.File(CsvTable.Write(LeadListTable.Of(page.Leads), format), CsvTable.ContentType, name);
    }
}

using Microsoft.AspNetCore.Http;
using Pipeline.Capture;
using Pipeline.Reporting;
using Pipeline.Settings;

namespace Pipeline.Functions.Answers;

/// <summary>Reads a report's parameters, runs it, and answers JSON or a list of the wrong parameters.</summary>
internal static class ReportAnswer
{
    public static async Task<IResult> OfAsync<T>(
        HttpRequest request, LocalTime localTime, TimeProvider timeProvider, Func<ReportQuery, Task<T>> report)
        where T : notnull
    {
        var problems = new List<Problem>();
        var query = ReportQuery.Read(name => request.Query[name], timeProvider.GetUtcNow(), localTime, problems);
        return problems.Count > 0 ? Answer.BadRequest(problems) : Answer.Json(await report(query));
    }
}

using Microsoft.AspNetCore.Http;
using Pipeline.Functions.Answers;
using Pipeline.Problems;
using Pipeline.Reports;
using Pipeline.Rollups.Rebuilds;

namespace Pipeline.Functions.Rollups.Rebuilds;

/// <summary>Starts a rebuild or tells how far it is.</summary>
internal static class RebuildAnswer
{
    public static async Task<IResult> StartAsync(
        HttpRequest request, ReportReader reader, RebuildHandler handler, CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        var asked = RequestQuery.Of(request);
        var query = reader.Read(name => name is "from" or "to" ? asked[name] : null, problems);
        var deep = RebuildHandler.ReadDeep(asked["deep"], problems);
        asked.Refuse(problems);
        return problems.Count > 0
            ? Answer.BadRequest(problems)
            : Answer.Json(await handler.StartAsync(query.From, query.To, deep, cancellationToken));
    }

    public static IResult Of(RebuildProgress? progress) =>
        progress is null
            ? Answer.NotFound("There was no rebuild. Start one with POST /api/rollups/rebuild?from=…&to=….")
            : Answer.Json(progress);
}

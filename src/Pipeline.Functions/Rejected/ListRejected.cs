using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Pipeline.Functions.Answers;
using Pipeline.Problems;
using Pipeline.Rejected;

namespace Pipeline.Functions.Rejected;

/// <summary>
/// Consumes: <c>GET /api/rejected</c> with <c>at</c>, <c>days</c>, <c>reason</c>, <c>count</c>, <c>after</c>.
/// Produces: JSON, the rejected events of one UTC day and up to 29 before, newest day first, with the number by reason of every day; today
/// alone by default.
/// Safe to repeat: it only reads.
/// When it fails: a problem document that lists every wrong parameter.
/// </summary>
/// <param name="rejected">Where rejected events are kept.</param>
/// <param name="timeProvider">Tells today.</param>
public sealed class ListRejected(IRejectedStore rejected, TimeProvider timeProvider)
{
    /// <summary>Runs on each request.</summary>
    /// <param name="cancellationToken">Ends when the client is gone.</param>
    [Function(nameof(ListRejected))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "api/rejected")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        var query = RejectedQuery.Read(request, timeProvider.GetUtcNow(), problems);
        return problems.Count > 0 ? Answer.BadRequest(problems) : Answer.Json(await query.RunAsync(rejected, cancellationToken));
    }
}

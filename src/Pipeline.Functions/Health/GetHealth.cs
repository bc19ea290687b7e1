using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Pipeline.Functions.Answers;
using Pipeline.Identity;

namespace Pipeline.Functions.Health;

/// <summary>
/// Consumes: <c>GET /api/health</c>. Produces: JSON; 200 when storage answers.
/// Safe to repeat because it only reads. When it fails: the host answers 500.
/// </summary>
public sealed class GetHealth(LeadIdSource source)
{
    /// <summary>Runs on each request.</summary>
    /// <param name="request">Request.</param>
    /// <param name="cancellationToken">Ends when the client is gone.</param>
    [Function(nameof(GetHealth))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/health")] HttpRequest request,
        CancellationToken cancellationToken) =>
        Answer.Json(new { status = "ok", startedOn = (await source.GetDeploymentAsync(cancellationToken)).StartedOn });
}

using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Pipeline.Functions.Answers;
using Pipeline.Health;

namespace Pipeline.Functions.Health;

/// <summary>
/// Consumes: <c>GET /api/health</c>.
/// Produces: JSON; 200 when tables and queues answer and every setting is valid, else 503.
/// Safe to repeat: it only reads.
/// When it fails: 503 says what does not answer, and which settings are wrong.
/// </summary>
public sealed class GetHealth(HealthHandler handler)
{
    /// <summary>Runs on each request.</summary>
    /// <param name="cancellationToken">Ends when the client is gone.</param>
    [Function(nameof(GetHealth))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "api/health")] HttpRequest request,
        CancellationToken cancellationToken) =>
        RequestQuery.Refusal(request) ?? Answer.Health(await handler.CheckAsync(cancellationToken));
}

using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Pipeline.Functions.Answers;
using Pipeline.Scoring.Refresh;
using Pipeline.Settings;

namespace Pipeline.Functions.Settings;

/// <summary>
/// Consumes: <c>GET /api/settings</c>.
/// Produces: JSON, every settings document with the version that is active and the one that will be, and how far computing every lead anew
/// has come.
/// Safe to repeat: it only reads.
/// When it fails: the host answers 500.
/// </summary>
/// <param name="handler">Keeps settings.</param>
/// <param name="rescore">Computes leads anew.</param>
public sealed class ListSettings(SettingsHandler handler, LeadRescore rescore)
{
    /// <summary>Runs on each request.</summary>
    /// <param name="cancellationToken">Ends when the client is gone.</param>
    [Function(nameof(ListSettings))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "api/settings")] HttpRequest request,
        CancellationToken cancellationToken) =>
        RequestQuery.Refusal(request)
        ?? Answer.Json(new SettingsOverview(await handler.ListAsync(cancellationToken), await rescore.ProgressAsync(cancellationToken)));
}

using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Pipeline.Functions.Answers;
using Pipeline.Settings;

namespace Pipeline.Functions.Settings;

/// <summary>
/// Consumes: <c>GET /api/settings/{name}/history</c>.
/// Produces: JSON, the stored versions and every activation with its moment, who asked for it and why.
/// Safe to repeat: it only reads.
/// When it fails: a problem document; 404 for a document that does not exist.
/// </summary>
/// <param name="handler">Keeps settings.</param>
public sealed class GetSettingsHistory(SettingsHandler handler)
{
    /// <summary>Runs on each request.</summary>
    /// <param name="name">Name of the document.</param>
    /// <param name="cancellationToken">Ends when the client is gone.</param>
    [Function(nameof(GetSettingsHistory))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "api/settings/{name}/history")] HttpRequest request,
        string name,
        CancellationToken cancellationToken) =>
        RequestQuery.Refusal(request) ?? SettingsAnswers.OfHistory(handler, name, await handler.HistoryAsync(name, cancellationToken));
}

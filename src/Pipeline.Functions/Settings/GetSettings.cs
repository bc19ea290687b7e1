using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Pipeline.Functions.Answers;
using Pipeline.Problems;
using Pipeline.Settings;

namespace Pipeline.Functions.Settings;

/// <summary>
/// Consumes: <c>GET /api/settings/{name}</c> (<c>version</c>).
/// Produces: the document as it was stored, by default the version that was activated last, with its number in <c>Settings-Version</c> and
/// the document's revision as ETag.
/// Safe to repeat: it only reads.
/// When it fails: a problem document; 404 for a document or version that does not exist.
/// </summary>
/// <param name="handler">Keeps settings.</param>
public sealed class GetSettings(SettingsHandler handler)
{
    /// <summary>Runs on each request.</summary>
    /// <param name="name">Name of the document.</param>
    /// <param name="cancellationToken">Ends when the client is gone.</param>
    [Function(nameof(GetSettings))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "api/settings/{name}")] HttpRequest request,
        string name,
        CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        var version = SettingsRequest.ReadNumber(request, "version", problems);
        return problems.Count > 0
            ? Answer.BadRequest(problems)
            : SettingsAnswers.OfContent(await handler.GetAsync(name, version, cancellationToken));
    }
}

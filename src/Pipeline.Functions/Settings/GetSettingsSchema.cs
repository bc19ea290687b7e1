using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Pipeline.Functions.Answers;
using Pipeline.Settings;

namespace Pipeline.Functions.Settings;

/// <summary>
/// Consumes: <c>GET /api/settings/{name}/schema</c>.
/// Produces: the JSON schema of the document, for editors.
/// Safe to repeat: it only reads.
/// When it fails: a problem document; 404 for a document that does not exist.
/// </summary>
/// <param name="handler">Keeps settings.</param>
public sealed class GetSettingsSchema(SettingsHandler handler)
{
    /// <summary>Runs on each request.</summary>
    /// <param name="name">Name of the document.</param>
    [Function(nameof(GetSettingsSchema))]
    public IResult Run(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "api/settings/{name}/schema")] HttpRequest request, string name) =>
        RequestQuery.Refusal(request) ?? SettingsAnswers.OfSchema(handler.Find(name));
}

using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Pipeline.Functions.Answers;
using Pipeline.Problems;
using Pipeline.Settings;

namespace Pipeline.Functions.Settings;

/// <summary>
/// Consumes: <c>POST /api/settings/{name}/activate</c> (<c>version</c>, <c>actor</c>, <c>reason</c>).
/// Produces: table <c>Settings</c>, the fact that the version is active from a moment on.
/// Safe to repeat: activating what is active already records nothing.
/// When it fails: a problem document; 404 for a document or version that does not exist, 412 when <c>If-Match</c> names another revision.
/// </summary>
/// <param name="handler">Keeps settings.</param>
public sealed class ActivateSettings(SettingsHandler handler)
{
    /// <summary>Runs on each request.</summary>
    /// <param name="name">Name of the document.</param>
    /// <param name="cancellationToken">Ends when the client is gone.</param>
    [Function(nameof(ActivateSettings))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/settings/{name}/activate")] HttpRequest request,
        string name,
        CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        var asked = SettingsRequest.ReadVersion(request, name, problems);
        return problems.Count > 0
            ? Answer.BadRequest(problems)
            : SettingsAnswers.Of(await handler.ActivateAsync(asked.Edit, asked.Version!.Value, cancellationToken));
    }
}

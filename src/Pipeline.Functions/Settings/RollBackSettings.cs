using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Pipeline.Functions.Answers;
using Pipeline.Problems;
using Pipeline.Settings;

namespace Pipeline.Functions.Settings;

/// <summary>
/// Consumes: <c>POST /api/settings/{name}/rollback</c> (<c>actor</c>, <c>reason</c>).
/// Produces: table <c>Settings</c>, the fact that the version before is active again from a moment on.
/// Safe to repeat: it changes nothing while the same rollback does not count yet.
/// When it fails: a problem document; 409 when nothing was ever activated, 412 when <c>If-Match</c> names another revision.
/// </summary>
/// <param name="handler">Keeps settings.</param>
public sealed class RollBackSettings(SettingsHandler handler)
{
    /// <summary>Runs on each request.</summary>
    /// <param name="name">Name of the document.</param>
    /// <param name="cancellationToken">Ends when the client is gone.</param>
    [Function(nameof(RollBackSettings))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/settings/{name}/rollback")] HttpRequest request,
        string name,
        CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        var asked = SettingsRequest.Read(request, name, problems);
        return problems.Count > 0
            ? Answer.BadRequest(problems)
            : SettingsAnswers.Of(await handler.RollBackAsync(asked.Edit, cancellationToken));
    }
}

using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Pipeline.Functions.Answers;
using Pipeline.Problems;
using Pipeline.Settings;

namespace Pipeline.Functions.Settings;

/// <summary>
/// Consumes: <c>PUT /api/settings/{name}</c> (<c>validate</c>, <c>activate</c>, <c>actor</c>, <c>reason</c>), the document.
/// Produces: table <c>Settings</c>, a new version, active at once with <c>activate=true</c>; nothing with <c>validate=true</c>.
/// Safe to repeat: equal content is the same version.
/// When it fails: a problem document; 400 with every fault by JSON path, 412 when <c>If-Match</c> names another revision.
/// </summary>
/// <param name="handler">Keeps settings.</param>
public sealed class PutSettings(SettingsHandler handler)
{
    /// <summary>Runs on each request.</summary>
    /// <param name="name">Name of the document.</param>
    /// <param name="cancellationToken">Ends when the client is gone.</param>
    [Function(nameof(PutSettings))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "put", Route = "api/settings/{name}")] HttpRequest request,
        string name,
        CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        var asked = await SettingsRequest.ReadWithTextAsync(request, name, problems, cancellationToken);
        return problems.Count > 0
            ? Answer.BadRequest(problems)
            : SettingsAnswers.Of(asked.ValidatesOnly
                ? await handler.ValidateAsync(name, asked.Text, cancellationToken)
                : await handler.PutAsync(asked.Edit, asked.Text, asked.Activates, cancellationToken));
    }
}

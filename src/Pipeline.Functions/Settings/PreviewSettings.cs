using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Pipeline.Functions.Answers;
using Pipeline.Leads.Previews;
using Pipeline.Problems;

namespace Pipeline.Functions.Settings;

/// <summary>
/// Consumes: <c>POST /api/settings/{name}/preview</c> (<c>version</c>, <c>seconds</c>, <c>cursor</c>, <c>at</c>), the document or none with
/// a version.
/// Produces: JSON, how many leads would change, cross and become MQL, and which change most.
/// Safe to repeat: it only reads.
/// When it fails: a problem document with every fault by JSON path.
/// </summary>
/// <param name="preview">Compares rules.</param>
public sealed class PreviewSettings(RulesPreview preview)
{
    /// <summary>Runs on each request.</summary>
    /// <param name="name">Name of the document.</param>
    /// <param name="cancellationToken">Ends when the client is gone.</param>
    [Function(nameof(PreviewSettings))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/settings/{name}/preview")] HttpRequest request,
        string name,
        CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        var query = await SettingsRequest.ReadPreviewAsync(request, name, problems, cancellationToken);
        return problems.Count > 0
            ? Answer.BadRequest(problems)
            : SettingsAnswers.OfPreview(await preview.CompareAsync(query, cancellationToken));
    }
}

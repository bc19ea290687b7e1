using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Pipeline.Imports;

namespace Pipeline.Functions.Uploads;

/// <summary>
/// Consumes: <c>GET /api/templates/{file}</c> (excel, delimiter, bom, decimal).
/// Produces: CSV with the columns of an upload and example rows.
/// Safe to repeat: it only reads.
/// When it fails: a problem document that lists the known names.
/// </summary>
public sealed class GetTemplate(ImportTemplates templates)
{
    /// <summary>Runs on each request.</summary>
    /// <param name="file">Name of the template with its ending.</param>
    [Function(nameof(GetTemplate))]
    public IResult Run(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "api/templates/{file}")] HttpRequest request, string file) =>
        TemplateAnswer.Of(request, templates, file);
}

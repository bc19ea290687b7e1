using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Pipeline.Functions.Answers;

namespace Pipeline.Functions.OpenApi;

/// <summary>
/// Consumes: <c>GET /api/openapi.json</c>.
/// Produces: the description of the interface, OpenAPI 3.1, for programs that make clients of it.
/// Safe to repeat: it only reads.
/// When it fails: the host answers 500.
/// </summary>
[SuppressMessage("Performance", "CA1822", Justification = "A function is an object's method.")]
public sealed class GetOpenApi
{
    /// <summary>Runs on each request.</summary>
    [Function(nameof(GetOpenApi))]
    public IResult Run([HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "api/openapi.json")] HttpRequest request) =>
        RequestQuery.Refusal(request) ?? Results.Bytes(OpenApiText.Bytes, OpenApiText.ContentType);
}

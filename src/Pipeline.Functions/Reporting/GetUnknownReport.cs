using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Pipeline.Functions.Answers;

namespace Pipeline.Functions.Reporting;

/// <summary>
/// Consumes: <c>GET /api/reports/{report}</c> of a name that is none of a report. Produces: a problem document that lists the reports.
/// Safe to repeat because it only reads. When it fails: the host answers 500.
/// </summary>
[SuppressMessage("Performance", "CA1822", Justification = "A function is an object's method.")]
public sealed class GetUnknownReport
{
    /// <summary>Runs on each request.</summary>
    /// <param name="request">Request.</param>
    /// <param name="report">Name that is asked for.</param>
    [Function(nameof(GetUnknownReport))]
    public IResult Run([HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "api/reports/{report}")] HttpRequest request, string report) =>
        ReportAnswer.Unknown(report);
}

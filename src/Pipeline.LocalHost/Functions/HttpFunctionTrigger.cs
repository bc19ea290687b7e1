using Microsoft.AspNetCore.Routing.Patterns;

namespace Pipeline.LocalHost.Functions;

/// <summary>An HTTP trigger.</summary>
/// <param name="ParameterName">The parameter that gets the request.</param>
/// <param name="Level">Who may call.</param>
/// <param name="Pattern">The whole route, prefix included.</param>
/// <param name="Methods">Methods in upper case; empty for any.</param>
internal sealed record HttpFunctionTrigger(string ParameterName, AccessLevel Level, RoutePattern Pattern, IReadOnlyList<string> Methods)
    : FunctionTrigger("httpTrigger", ParameterName);

using Microsoft.AspNetCore.Routing.Patterns;

namespace Pipeline.LocalHost.Functions;

/// <summary>Finds functions that would answer the same requests.</summary>
internal static class RouteConflicts
{
    public static IEnumerable<string> Find(IReadOnlyList<HostedFunction> functions)
    {
        var groups = functions.Where(function => function.Trigger is HttpFunctionTrigger)
            .Select(function => (function.Name, Http: (HttpFunctionTrigger)function.Trigger))
            .GroupBy(function => Shape(function.Http.Pattern), StringComparer.OrdinalIgnoreCase);
        foreach (var group in groups)
        {
            var members = group.ToList();
            for (var i = 0; i < members.Count; i++)
            {
                for (var j = i + 1; j < members.Count; j++)
                {
                    if (Intersect(members[i].Http.Methods, members[j].Http.Methods))
                    {
                        yield return $"Functions \"{members[i].Name}\" and \"{members[j].Name}\" have the same route "
                            + $"\"{members[i].Http.Pattern.RawText}\" and a method in common.";
                    }
                }
            }
        }
    }

    private static bool Intersect(IReadOnlyList<string> left, IReadOnlyList<string> right) =>
        left.Count == 0 || right.Count == 0 || left.Intersect(right).Any();

    /// <summary>The route without the names of its parameters, which make no difference to what it matches.</summary>
    private static string Shape(RoutePattern pattern) =>
        string.Join('/', pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternSeparatorPart separator => separator.Content,
            RoutePatternParameterPart parameter => "{" + (parameter.IsCatchAll ? "*" : "") + (parameter.IsOptional ? "?" : "")
                + string.Concat(parameter.ParameterPolicies.Select(policy => ":" + policy.Content)) + "}",
            _ => "",
        }))));
}

using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Indexing;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>
/// Finds functions whose route has no parameters by the path alone, ahead of routing. Whatever is spelt otherwise (case, slash at the
/// end, method) is left to routing, which knows the same functions.
/// </summary>
internal sealed class LiteralRoutes
{
    private readonly FrozenDictionary<string, Route[]> _byPath;

    public LiteralRoutes(IEnumerable<(HttpFunctionTrigger Trigger, RequestDelegate Run)> functions) =>
        _byPath = functions
            .Where(function => function.Trigger.Pattern.Parameters.Count == 0)
            .GroupBy(function => function.Trigger.Pattern.RawText!, function => new Route([.. function.Trigger.Methods], function.Run))
            .ToFrozenDictionary(path => path.Key, path => path.ToArray(), StringComparer.Ordinal);

    /// <summary>What answers the request; <see langword="null"/> when routing has to tell.</summary>
    public RequestDelegate? Find(HttpRequest request)
    {
        if (request.Path.Value is { } path && _byPath.TryGetValue(path, out var routes))
        {
            foreach (var route in routes)
            {
                if (route.Takes(request.Method))
                {
                    return route.Run;
                }
            }
        }

        return null;
    }

    private sealed record Route(string[] Methods, RequestDelegate Run)
    {
        public bool Takes(string method) => Methods.Length == 0 || Array.IndexOf(Methods, method) >= 0;
    }
}

using System.Reflection;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker;
using Pipeline.UnitTests.Architecture;

namespace Pipeline.UnitTests.Docs;

/// <summary>A function that answers requests, as its attributes say.</summary>
/// <param name="Name">Name of the function.</param>
/// <param name="Route">Route with a slash at its beginning.</param>
/// <param name="Methods">Methods, in capitals and in order.</param>
/// <param name="IsPrivate">True when a key is needed.</param>
internal sealed record HttpFunction(string Name, string Route, IReadOnlyList<string> Methods, bool IsPrivate)
{
    public static IReadOnlyList<HttpFunction> All { get; } =
    [
        .. from method in FunctionTypes.Methods
           from trigger in method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>())
           where trigger is not null
           let name = method.GetCustomAttribute<FunctionAttribute>()!.Name
           orderby trigger.Route, name
           select new HttpFunction(
               name,
               "/" + trigger.Route,
               [.. trigger.Methods!.Select(verb => verb.ToUpperInvariant()).Order(StringComparer.Ordinal)],
               trigger.AuthLevel != AuthorizationLevel.Anonymous),
    ];

    /// <summary>Method that pages name: what a GET answers, a HEAD answers too, and browsers ask by themselves with OPTIONS.</summary>
    public string Verb => Methods.Single(method => method is not ("HEAD" or "OPTIONS"));

    /// <summary>Method and route.</summary>
    public string Text => $"{Verb} {Route}";

    /// <summary>The function that answers a request; null when none does.</summary>
    /// <param name="method">Method.</param>
    /// <param name="path">Path.</param>
    public static HttpFunction? Find(string method, string path) => All
        .Where(function => function.Methods.Contains(method) && function.Matches(path))
        .OrderBy(function => function.Route.Contains('{', StringComparison.Ordinal))
        .FirstOrDefault();

    private bool Matches(string path) =>
        new TemplateMatcher(TemplateParser.Parse(Route[1..]), []).TryMatch(path, new RouteValueDictionary());
}

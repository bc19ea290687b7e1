using Microsoft.AspNetCore.Http;
using Pipeline.Problems;

namespace Pipeline.Functions.Answers;

// The query of a private request. Every private route goes through it, so that none takes a parameter for another or for nothing.
internal static class RequestQuery
{
    public static QueryParameters Of(HttpRequest request) => new(Pairs(request));

    public static IReadOnlyList<KeyValuePair<string, string>> Pairs(HttpRequest request) =>
        [.. request.Query.SelectMany(
            pair => pair.Value.DefaultIfEmpty(), (pair, value) => KeyValuePair.Create(pair.Key, value ?? string.Empty))];

    /// <summary>Reads <c>at</c>, for routes that take nothing else.</summary>
    /// <returns>Null when it is absent or faulty.</returns>
    public static DateTimeOffset? Moment(HttpRequest request, ICollection<Problem> problems)
    {
        var asked = Of(request);
        var at = QueryValue.Moment(asked["at"], problems);
        asked.Refuse(problems);
        return at;
    }

    /// <summary>Refuses every parameter, for routes that take none.</summary>
    /// <returns>The refusal; null when the query is empty.</returns>
    public static IResult? Refusal(HttpRequest request)
    {
        var problems = new List<Problem>();
        Of(request).Refuse(problems);
        return problems.Count > 0 ? Answer.BadRequest(problems) : null;
    }
}

using System.Diagnostics;
using OpenTelemetry;

namespace Pipeline.Functions.Health;

/// <summary>Takes the values of query parameters out of traces: they may hold an e-mail address, a name, a key. The names stay.</summary>
internal sealed class QueryRedaction : BaseProcessor<Activity>
{
    private static readonly string[] Addresses = ["url.full", "http.url", "http.target", "url.query", "http.query"];

    public override void OnEnd(Activity data)
    {
        foreach (var name in Addresses)
        {
            if (data.GetTagItem(name) is string text)
            {
                data.SetTag(name, WithoutValues(text, isQuery: name.EndsWith("query", StringComparison.Ordinal)));
            }
        }
    }

    /// <summary>An address, or a query alone, with <c>*</c> in place of every value.</summary>
    internal static string WithoutValues(string text, bool isQuery)
    {
        var start = text.IndexOf('?', StringComparison.Ordinal) + 1;
        if (start == 0 && !isQuery)
        {
            return text;
        }

        var fragment = text.IndexOf('#', start);
        var query = fragment < 0 ? text[start..] : text[start..fragment];
        return text[..start] + string.Join('&', query
            .Split('&')
            .Select(pair => pair.IndexOf('=', StringComparison.Ordinal) is >= 0 and var end ? pair[..(end + 1)] + "*" : pair));
    }
}

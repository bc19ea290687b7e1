using System.Collections.Concurrent;
using System.Text.Json;

namespace Azure.Data.Tables;

/// <summary>A property's name, encoded once for JSON, and the name of its type annotation.</summary>
internal sealed class PropertyName
{
    private const int MostCached = 4096;
    private static readonly ConcurrentDictionary<string, PropertyName> Cache = new(StringComparer.Ordinal);

    internal PropertyName(string text)
    {
        Text = text;
        Json = JsonEncodedText.Encode(text);
        Annotation = JsonEncodedText.Encode(text + EntityNames.TypeSuffix);
    }

    internal string Text { get; }

    internal JsonEncodedText Json { get; }

    internal JsonEncodedText Annotation { get; }

    /// <summary>Takes the name from a cache. Its size is bounded because names of untyped rows can come from data.</summary>
    internal static PropertyName Of(string text)
    {
        if (Cache.TryGetValue(text, out var name))
        {
            return name;
        }

        name = new PropertyName(text);
        if (Cache.Count < MostCached)
        {
            Cache.TryAdd(text, name);
        }

        return name;
    }
}

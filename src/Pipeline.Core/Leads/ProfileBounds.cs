using System.Text.Encodings.Web;
using System.Text.Json;
using Pipeline.Attribution;
using Pipeline.Days;
using Pipeline.Events;

namespace Pipeline.Leads;

/// <summary>
/// Keeps a lead to what its profile's row can hold, whoever sends how much under its address; pure functions. Sums stay exact: what is left
/// out is the middle of a very long journey, and names. Lengths are those of the JSON, where one character can take six bytes.
/// </summary>
public static class ProfileBounds
{
    /// <summary>Most touches: of more, the first <see cref="FirstTouches"/> and the latest ones.</summary>
    public const int MaxTouches = 1_500;

    /// <summary>Touches kept from the beginning of a longer journey.</summary>
    public const int FirstTouches = 500;

    /// <summary>Most form fields.</summary>
    public const int MaxFields = 50;

    /// <summary>Bytes that names and values of form fields may have together; further fields, by name, are left out.</summary>
    public const int FieldBytes = 60_000;

    /// <summary>Bytes that different landing pages may have together; later ones become <see cref="RollupDimensions.Other"/>.</summary>
    public const int PageBytes = 60_000;

    /// <summary>Bytes that the texts of different sources may have together; later ones keep their channel alone.</summary>
    public const int SourceBytes = 60_000;

    /// <summary>Cuts a journey.</summary>
    /// <param name="journey">Touches in event order.</param>
    public static IReadOnlyList<Touch> Journey(IReadOnlyList<Touch> journey)
    {
        ArgumentNullException.ThrowIfNull(journey);
        var kept = journey.Count <= MaxTouches ? journey : [.. journey.Take(FirstTouches), .. journey.TakeLast(MaxTouches - FirstTouches)];
        var pages = new HashSet<string>(StringComparer.Ordinal);
        var sources = new HashSet<VisitSource>();
        var (pageBytes, sourceBytes) = (PageBytes, SourceBytes);
        return [.. kept.Select(touch => touch with { LandingPage = Page(touch.LandingPage), Source = Source(touch.Source) })];

        string? Page(string? page) =>
            page is null || pages.Contains(page) || (Take(ref pageBytes, Length(page)) && pages.Add(page)) ? page : RollupDimensions.Other;

        VisitSource Source(VisitSource source) =>
            sources.Contains(source) || (Take(ref sourceBytes, Length(source)) && sources.Add(source)) ? source : source with
            {
                Source = RollupDimensions.Other,
                Medium = RollupDimensions.Other,
                Campaign = RollupDimensions.Other,
                Term = null,
                Content = null,
            };
    }

    /// <summary>Cuts fields.</summary>
    /// <param name="fields">Fields, those first that must stay.</param>
    /// <returns>Values by name, whatever its case.</returns>
    internal static SortedDictionary<string, string> Fields(IEnumerable<FieldValue> fields)
    {
        var left = FieldBytes;
        var kept = fields.Where(field => Take(ref left, Length(field.Name) + Length(field.Value))).Take(MaxFields);
        return new SortedDictionary<string, string>(
            kept.ToDictionary(field => field.Name, field => field.Value, StringComparer.OrdinalIgnoreCase),
            StringComparer.OrdinalIgnoreCase);
    }

    private static bool Take(ref int left, int length)
    {
        if (length > left)
        {
            return false;
        }

        left -= length;
        return true;
    }

    private static int Length(VisitSource source) =>
        Length(source.Source) + Length(source.Medium) + Length(source.Campaign) + Length(source.Term) + Length(source.Content);

    private static int Length(string? text) =>
        text is null ? 0 : JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes.Length;
}

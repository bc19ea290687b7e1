using Pipeline.Attribution;
using Pipeline.Events;

namespace Pipeline.Leads.Facts;

/// <summary>
/// The touches of a lead's conversions as they are stored: each touch, source and landing page once, because a row holds 1 MiB. Persisted
/// within the profile: add fields, never rename.
/// </summary>
public sealed record PackedJourney
{
    /// <summary>Sources, each once.</summary>
    public required IReadOnlyList<VisitSource> Sources { get; init; }

    /// <summary>Landing pages, each once.</summary>
    public required IReadOnlyList<string> Pages { get; init; }

    /// <summary>Touches in event order.</summary>
    public required IReadOnlyList<PackedTouch> Touches { get; init; }

    /// <summary>Packs a journey.</summary>
    /// <param name="journey">Touches in event order.</param>
    public static PackedJourney Of(IReadOnlyList<Touch> journey)
    {
        var sources = new Dictionary<VisitSource, int>();
        var pages = new Dictionary<string, int>(StringComparer.Ordinal);
        var touches = new List<PackedTouch>(journey.Count);
        foreach (var touch in journey)
        {
            sources.TryAdd(touch.Source, sources.Count);
            if (touch.LandingPage is { } page)
            {
                pages.TryAdd(page, pages.Count);
            }

            touches.Add(new PackedTouch(
                touch.Id, touch.At, sources[touch.Source], touch.LandingPage is null ? null : pages[touch.LandingPage]));
        }

        return new PackedJourney { Sources = [.. sources.Keys], Pages = [.. pages.Keys], Touches = touches };
    }

    /// <summary>The touches as they were.</summary>
    public Touch[] Unpack() =>
    [
        .. Touches.Select(touch => new Touch
        {
            Id = touch.Id,
            At = touch.At,
            Source = Sources[touch.Source],
            LandingPage = touch.Page is { } page ? Pages[page] : null,
        }),
    ];
}

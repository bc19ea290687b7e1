using Pipeline.Events;

namespace Pipeline.Channels;

/// <summary>The source lists of a channel rules document. A null list is empty. Persisted: add fields, never rename.</summary>
public sealed record SourceLists
{
    /// <summary>Search engines.</summary>
    public IReadOnlyList<ListedSource>? Search { get; init; }

    /// <summary>Social networks and messengers.</summary>
    public IReadOnlyList<ListedSource>? Social { get; init; }

    /// <summary>Video sites.</summary>
    public IReadOnlyList<ListedSource>? Video { get; init; }

    /// <summary>Shops, marketplaces and price comparisons.</summary>
    public IReadOnlyList<ListedSource>? Shopping { get; init; }

    /// <summary>Advertising networks, by the frames in which they show adverts.</summary>
    public IReadOnlyList<ListedSource>? Ads { get; init; }

    /// <summary>Webmail, mail tools, and what mail systems put in front of links.</summary>
    public IReadOnlyList<ListedSource>? Webmail { get; init; }

    /// <summary>AI assistants.</summary>
    public IReadOnlyList<ListedSource>? Ai { get; init; }

    /// <summary>Ordinary referrers that a wider entry of another list would take otherwise.</summary>
    public IReadOnlyList<ListedSource>? Referral { get; init; }

    /// <summary>Domains of payment and sign-in providers, in the form of <see cref="ListedSource.Domains"/>.</summary>
    public IReadOnlyList<string>? Excluded { get; init; }

    /// <summary>The lists of named sources with their kind and their name in JSON.</summary>
    /// <returns>All of them, empty ones too, in a fixed order.</returns>
    internal IEnumerable<(SourceKind Kind, string JsonName, IReadOnlyList<ListedSource> Sources)> Named() =>
    [
        (SourceKind.Search, "search", Search ?? []),
        (SourceKind.Social, "social", Social ?? []),
        (SourceKind.Video, "video", Video ?? []),
        (SourceKind.Shopping, "shopping", Shopping ?? []),
        (SourceKind.Ads, "ads", Ads ?? []),
        (SourceKind.Webmail, "webmail", Webmail ?? []),
        (SourceKind.Ai, "ai", Ai ?? []),
        (SourceKind.Referral, "referral", Referral ?? []),
    ];
}

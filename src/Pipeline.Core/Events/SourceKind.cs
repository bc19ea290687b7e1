namespace Pipeline.Events;

/// <summary>Which source list a source stands in.</summary>
public enum SourceKind
{
    /// <summary>In none.</summary>
    None = 0,

    /// <summary>Search engines.</summary>
    Search = 1,

    /// <summary>Social networks and messengers.</summary>
    Social = 2,

    /// <summary>Video sites.</summary>
    Video = 3,

    /// <summary>Shops, marketplaces and price comparisons.</summary>
    Shopping = 4,

    /// <summary>Webmail, mail tools, and what mail systems put in front of links.</summary>
    Webmail = 5,

    /// <summary>AI assistants.</summary>
    Ai = 6,

    /// <summary>Sites that are ordinary referrers although a wider entry of another list would take them (docs.google.com).</summary>
    Referral = 7,

    /// <summary>Payment and sign-in pages that a visitor only returns from.</summary>
    Excluded = 8,

    /// <summary>Advertising networks, by the frames in which they show adverts.</summary>
    Ads = 9,
}

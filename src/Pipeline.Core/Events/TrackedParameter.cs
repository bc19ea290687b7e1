namespace Pipeline.Events;

/// <summary>What a query parameter that leaves the page address is.</summary>
internal enum TrackedParameter
{
    /// <summary>An ordinary parameter; it stays in the address.</summary>
    None,

    /// <summary><c>utm_source</c>.</summary>
    Source,

    /// <summary><c>utm_medium</c>.</summary>
    Medium,

    /// <summary><c>utm_campaign</c>.</summary>
    Campaign,

    /// <summary><c>utm_term</c>.</summary>
    Term,

    /// <summary><c>utm_content</c>.</summary>
    Content,

    /// <summary><c>utm_id</c>.</summary>
    CampaignId,

    /// <summary>A click id that becomes a field.</summary>
    ClickId,

    /// <summary>Any other tracking id: it says nothing about the source and is left out.</summary>
    Noise,
}

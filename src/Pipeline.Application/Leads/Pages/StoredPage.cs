namespace Pipeline.Leads.Pages;

/// <summary>A page as it was read.</summary>
/// <param name="Prefix">Bits that the places of its leads begin with; empty for the only page of a shard.</param>
/// <param name="Text">Entries as <see cref="PageText"/> packs them.</param>
/// <param name="ETag">ETag of its row.</param>
public sealed record StoredPage(string Prefix, string Text, string ETag);

namespace Pipeline.Leads.Pages;

/// <summary>One write to a page.</summary>
/// <param name="Prefix">Bits of the page.</param>
/// <param name="Text">Entries as <see cref="PageText"/> packs them; null removes the page.</param>
/// <param name="ETag">ETag of the page that is replaced or removed; null inserts one.</param>
public sealed record PageWrite(string Prefix, string? Text, string? ETag);

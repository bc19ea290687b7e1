namespace Pipeline.Leads.Pages;

/// <summary>The entries of one page, as they are packed. Persisted: add fields, never rename.</summary>
public sealed record EntryPage
{
    /// <summary>Version of this record's shape. Currently 1.</summary>
    public required int Version { get; init; }

    /// <summary>Entries in the order of the lead ids.</summary>
    public required IReadOnlyList<LeadEntry> Entries { get; init; }
}

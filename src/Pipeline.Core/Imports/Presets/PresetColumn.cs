namespace Pipeline.Imports.Presets;

/// <summary>Where a column's value stands in an export.</summary>
public sealed record PresetColumn
{
    /// <summary>Column of the import.</summary>
    public required string Column { get; init; }

    /// <summary>Where to look, in order: the first that is not empty counts.</summary>
    public required IReadOnlyList<PresetSource> From { get; init; }

    /// <summary>Column that makes this one needless when the file has it; null for none.</summary>
    public string? Unless { get; init; }
}

using System.Text.Json.Serialization;
using Pipeline.Text;

namespace Pipeline.Imports.Presets;

/// <summary>
/// How one product writes its export: by which columns it is known, what they mean here, and what the file does not say. A data file of
/// this folder, versioned: <c>hubspot-deals.json</c>.
/// </summary>
public sealed record Preset
{
    /// <summary>Name, as in <c>preset=hubspot-deals</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Version of the data file, from 1; every change of it is a new one.</summary>
    public required int Version { get; init; }

    /// <summary>What people call the file, for example <c>Google Ads, campaigns by day</c>.</summary>
    public required string Title { get; init; }

    /// <summary>Route that takes such files, for example <c>/api/costs</c>; null for any.</summary>
    public string? Endpoint { get; init; }

    /// <summary>
    /// Columns by which a file is known, each by its names in several languages; empty for a preset that is never recognised.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<string>> Marks { get; init => field = value ?? []; } = [];

    /// <summary>What the columns mean.</summary>
    public IReadOnlyList<PresetColumn> Columns { get; init => field = value ?? []; } = [];

    /// <summary>Values of columns that the file does not have, by column.</summary>
    public IReadOnlyDictionary<string, string> Constants { get; init => field = value ?? EmptyConstants; } = EmptyConstants;

    /// <summary>Texts that stand for an empty cell, for example <c>--</c>.</summary>
    public IReadOnlyList<string> Blanks { get; init => field = value ?? []; } = [];

    /// <summary>Column whose emptiness makes a row the sum of the others; null when there is no such row.</summary>
    public string? SumWithout { get; init; }

    /// <summary>Decimal mark, as the parameter <c>decimal</c> declares it; null: told by each number.</summary>
    public string? DecimalMark { get; init; }

    /// <summary>Forms of dates, as the parameter <c>dates</c> declares them; null: ISO 8601, or inferred.</summary>
    public string? Dates { get; init; }

    /// <summary>
    /// The order of day and month to take where a whole column can be read in several, for example <c>MM/dd/yyyy</c>; null: it asks.
    /// </summary>
    public string? Order { get; init; }

    /// <summary>What to do about a column that the export does not have by itself, by column.</summary>
    public IReadOnlyDictionary<string, string> Advice { get; init => field = value ?? EmptyConstants; } = EmptyConstants;

    [JsonIgnore]
    internal IReadOnlyList<IReadOnlyList<string>> FoldedMarks =>
        field ??= [.. Marks.Select(mark => (IReadOnlyList<string>)[.. mark.Select(TextFold.Fold)])];

    [JsonIgnore]
    private static IReadOnlyDictionary<string, string> EmptyConstants { get; } = new Dictionary<string, string>();

    /// <summary>True when it says what columns mean.</summary>
    [JsonIgnore]
    public bool HasColumns => Columns.Count > 0;
}

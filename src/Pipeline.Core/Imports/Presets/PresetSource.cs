using System.Text.Json.Serialization;
using Pipeline.Text;

namespace Pipeline.Imports.Presets;

/// <summary>A header under which a value may stand.</summary>
public sealed record PresetSource
{
    /// <summary>Its names in several languages, the first that the file has.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>Column of the file on whose value it depends whether this one counts; empty: it always does.</summary>
    public IReadOnlyList<string> When { get; init => field = value ?? []; } = [];

    /// <summary>Values of that column for which this one counts.</summary>
    public IReadOnlyList<string> Is { get; init => field = value ?? []; } = [];

    /// <summary>What values mean here, by any of their names; others stay as they are.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Values { get; init; }

    /// <summary>True when only the values of <see cref="Values"/> count, and any other is as good as empty.</summary>
    public bool Only { get; init; }

    [JsonIgnore]
    internal IReadOnlyList<string> FoldedNames => field ??= [.. Names.Select(TextFold.Fold)];

    [JsonIgnore]
    internal IReadOnlyList<string> FoldedWhen => field ??= [.. When.Select(TextFold.Fold)];

    [JsonIgnore]
    internal IReadOnlySet<string> FoldedIs => field ??= Is.Select(TextFold.Fold).ToHashSet(StringComparer.Ordinal);

    [JsonIgnore]
    internal IReadOnlyDictionary<string, string>? FoldedValues => field ??= Values?
        .SelectMany(value => value.Value, (value, name) => (Name: TextFold.Fold(name), value.Key))
        .DistinctBy(value => value.Name, StringComparer.Ordinal)
        .ToDictionary(value => value.Name, value => value.Key, StringComparer.Ordinal);
}

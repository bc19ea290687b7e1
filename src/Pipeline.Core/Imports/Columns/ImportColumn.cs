namespace Pipeline.Imports.Columns;

/// <summary>A column that an import knows.</summary>
/// <param name="Name">Its name in JSON, in headers and in errors.</param>
/// <param name="IsRequired">True when an upload whose header lacks it is refused as a whole.</param>
/// <param name="Aliases">Other names that headers give it; letters and digits alone count, in any case and with or without accents.</param>
public sealed record ImportColumn(string Name, bool IsRequired, params IReadOnlyList<string> Aliases)
{
    /// <summary>True for dates and moments: their form can be inferred from the whole column.</summary>
    public bool IsDate { get; init; }

    /// <summary>True when several columns of a header may mean it: the first of <see cref="Aliases"/> that is there counts.</summary>
    public bool TakesFirst { get; init; }
}

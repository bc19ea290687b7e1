using Pipeline.Capture;

namespace Pipeline.Imports;

/// <summary>What an upload declares about itself in its query; everything has a default.</summary>
public sealed record ImportSettings
{
    /// <summary>Prefix of parameters that name a column: <c>map.email=Courriel</c>.</summary>
    public const string MapPrefix = "map.";

    /// <summary>True to check alone: nothing is written. Default false.</summary>
    public bool DryRun { get; init; }

    /// <summary>True for JSON, false for CSV; null: by content type, else by the first character.</summary>
    public bool? IsJson { get; init; }

    /// <summary>Delimiter of CSV: <c>;</c>, <c>,</c> or tab; null: detected.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Whether the first row of CSV names the columns; null: detected.</summary>
    public bool? HasHeader { get; init; }

    /// <summary>Decimal mark of numbers. Default: told by each number.</summary>
    public DecimalMark Decimals { get; init; }

    /// <summary>Forms of dates. Default: ISO 8601 alone.</summary>
    public DateForms Dates { get; init; } = DateForms.Iso;

    /// <summary>Folded header names that the upload declares, and the columns that they mean.</summary>
    public IReadOnlyDictionary<string, string> Mapping { get; init; } = new Dictionary<string, string>();

    /// <summary>Reads the parameters of an upload: <c>dryRun</c>, <c>format</c>, <c>delimiter</c>, <c>header</c>, <c>decimal</c>, <c>dates</c> and <c>map.…</c>; others are ignored.</summary>
    /// <param name="query">Parameters, any case.</param>
    /// <param name="table">Columns that a mapping may name.</param>
    /// <param name="problems">Receives every fault.</param>
    public static ImportSettings Read(IEnumerable<KeyValuePair<string, string>> query, ImportTable table, List<Problem> problems)
    {
        var settings = new ImportSettings();
        var mapping = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in query)
        {
            settings = name.ToLowerInvariant() switch
            {
                "dryrun" => settings with { DryRun = Choose(name, value, problems, ("true", true), ("false", false), ("1", true), ("0", false)) },
                "format" => settings with { IsJson = Choose<bool?>(name, value, problems, ("json", true), ("csv", false)) },
                "header" => settings with { HasHeader = Choose<bool?>(name, value, problems, ("yes", true), ("no", false)) },
                "decimal" => settings with
                {
                    Decimals = Choose(name, value, problems, ("comma", DecimalMark.Comma), ("point", DecimalMark.Point)),
                },
                "delimiter" => settings with
                {
                    Delimiter = Choose<char?>(
                        name, value, problems, (";", ';'), ("semicolon", ';'), (",", ','), ("comma", ','), ("tab", '\t'), ("\t", '\t')),
                },
                "dates" => settings with { Dates = DateForms.Read(value, problems) },
                _ => settings,
            };
            if (name.StartsWith(MapPrefix, StringComparison.OrdinalIgnoreCase))
            {
                AddMapping(name, value, table, mapping, problems);
            }
        }

        return settings with { Mapping = mapping };
    }

    private static void AddMapping(string name, string header, ImportTable table, Dictionary<string, string> mapping, List<Problem> problems)
    {
        var wanted = name[MapPrefix.Length..];
        var column = table.Columns.FirstOrDefault(column => string.Equals(column.Name, wanted, StringComparison.OrdinalIgnoreCase));
        if (column is null)
        {
            var known = string.Join(", ", table.Columns.Select(known => known.Name));
            problems.Add(new Problem(Problem.Invalid, name, $"There is no such column; the columns are {known}."));
        }
        else if (TextFold.Fold(header) is not { Length: > 0 } folded || !mapping.TryAdd(folded, column.Name))
        {
            problems.Add(new Problem(Problem.Invalid, name, $"'{header}' is no name of a header, or is given to another column already."));
        }
    }

    private static T Choose<T>(string name, string value, List<Problem> problems, params ReadOnlySpan<(string Text, T Value)> choices)
    {
        foreach (var choice in choices)
        {
            if (string.Equals(choice.Text, value, StringComparison.OrdinalIgnoreCase))
            {
                return choice.Value;
            }
        }

        var texts = new List<string>();
        foreach (var choice in choices)
        {
            texts.Add(choice.Text);
        }

        problems.Add(new Problem(Problem.Invalid, name, $"'{value}' is not one of {string.Join(", ", texts.Where(text => text != "\t"))}."));
        return default!;
    }
}

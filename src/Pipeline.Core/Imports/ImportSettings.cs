using Pipeline.Events;
using Pipeline.Imports.Columns;
using Pipeline.Imports.Dates;
using Pipeline.Imports.Presets;
using Pipeline.Money;
using Pipeline.Problems;
using Pipeline.Text;
using Pipeline.Time;

namespace Pipeline.Imports;

/// <summary>What an upload declares about itself in its query; everything has a default.</summary>
public sealed record ImportSettings
{
    /// <summary>Prefix of parameters that name a column: <c>map.email=Courriel</c>.</summary>
    public const string MapPrefix = "map.";

    /// <summary>Prefix of parameters that give a column one value for all rows: <c>set.channel=Paid Social</c>.</summary>
    public const string SetPrefix = "set.";

    /// <summary>Prefix of parameters that say what a stage of the file means: <c>stage.Devis envoyé=Opportunity</c>.</summary>
    public const string StagePrefix = "stage.";

    /// <summary>Prefix of parameters that say what a channel of the file means: <c>channel.Google Ads=Paid Search</c>.</summary>
    public const string ChannelPrefix = "channel.";

    /// <summary>Value of such a parameter that takes a channel as it is, though nothing knows it: <c>channel.Fair=new</c>.</summary>
    public const string NewChannel = "new";

    /// <summary>Names of the parameters without a family, in any case.</summary>
    public static IReadOnlyList<string> Names { get; } = ["dryRun", "format", "header", "decimal", "delimiter", "dates", "preset", "asOf"];

    /// <summary>True to check alone: nothing is written. Default false.</summary>
    public bool DryRun { get; init; }

    /// <summary>True for JSON, false for CSV; null: by content type, else by the first character.</summary>
    public bool? IsJson { get; init; }

    /// <summary>Delimiter of CSV: <c>;</c>, <c>,</c>, tab or <c>|</c>; null: detected.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Whether the first row of CSV names the columns; null: detected.</summary>
    public bool? HasHeader { get; init; }

    /// <summary>Decimal mark of numbers. Default: told by each number.</summary>
    public DecimalMark Decimals { get; init; }

    /// <summary>Forms of dates. Default: ISO 8601, or the only form that reads a whole column.</summary>
    public DateForms Dates { get; init; } = DateForms.Iso;

    /// <summary>Moment that the upload shows, as the query says it: a day or a time; null: when it is received.</summary>
    public string? AsOf { get; init; }

    /// <summary>Folded header names that the upload declares, and the columns that they mean.</summary>
    public IReadOnlyDictionary<string, string> Mapping { get; init; } = new Dictionary<string, string>();

    /// <summary>Columns that have one value in all rows where they are empty.</summary>
    public IReadOnlyDictionary<string, string> Constants { get; init; } = new Dictionary<string, string>();

    /// <summary>Folded texts of the file, and the stages that they mean.</summary>
    public IReadOnlyDictionary<string, string> Stages { get; init; } = new Dictionary<string, string>();

    /// <summary>Folded channels of the file, and the channels that they mean.</summary>
    public IReadOnlyDictionary<string, string> Channels { get; init; } = new Dictionary<string, string>();

    /// <summary>Preset that the upload names; null: told by the header.</summary>
    public Preset? Preset { get; init; }

    /// <summary>
    /// Reads the parameters of an upload: <c>dryRun</c>, <c>format</c>, <c>delimiter</c>, <c>header</c>, <c>decimal</c>, <c>dates</c>,
    /// <c>preset</c>, <c>asOf</c>, <c>map.…</c>, <c>set.…</c>, <c>stage.…</c> and <c>channel.…</c>. Any other is a fault: a misspelt
    /// <c>dryRun</c> must not store.
    /// </summary>
    /// <param name="query">Parameters, any case.</param>
    /// <param name="table">Columns that a mapping may name.</param>
    /// <param name="problems">Receives every fault.</param>
    public static ImportSettings Read(IReadOnlyCollection<KeyValuePair<string, string>> query, ImportTable table, List<Problem> problems)
    {
        var found = new List<Problem>();
        var asked = new QueryParameters(query);
        var settings = new ImportSettings
        {
            DryRun = Choose(asked, "dryRun", found, ("true", true), ("false", false), ("1", true), ("0", false)),
            IsJson = Choose<bool?>(asked, "format", found, ("json", true), ("csv", false)),
            HasHeader = Choose<bool?>(asked, "header", found, ("yes", true), ("no", false)),
            Decimals = Choose(asked, "decimal", found, ("comma", DecimalMark.Comma), ("point", DecimalMark.Point)),
            Delimiter = Choose<char?>(
                asked,
                "delimiter",
                found,
                (";", ';'),
                ("semicolon", ';'),
                (",", ','),
                ("comma", ','),
                ("tab", '\t'),
                ("\t", '\t'),
                ("|", '|'),
                ("pipe", '|')),
            Dates = asked["dates"] is { } dates ? DateForms.Read(dates, found) : DateForms.Iso,
            AsOf = asked["asOf"],
            Preset = asked["preset"] is { } preset ? FindPreset(preset, table, found) : null,
            Mapping = ReadMapping(Family(query, MapPrefix), table, found),
            Constants = ReadConstants(Family(query, SetPrefix), table, found),
            Stages = ReadMeanings(StagePrefix, "stage", "Devis envoyé=Opportunity"),
            Channels = ReadMeanings(ChannelPrefix, "channel", "Google Ads=Paid Search"),
        };
        asked.Refuse(found);
        var order = query.Select(pair => pair.Key).ToList();
        problems.AddRange(
            found.OrderBy(problem => order.FindIndex(name => string.Equals(name, problem.Field, StringComparison.OrdinalIgnoreCase))));
        return WithPreset(settings);

        Dictionary<string, string> ReadMeanings(string prefix, string column, string example) =>
            ImportSettings.ReadMeanings(Family(query, prefix), prefix, column, example, table, found);
    }

    /// <summary>The moment that an upload shows: of a day its end, unless it is today's.</summary>
    /// <param name="receivedAt">When it was received.</param>
    /// <param name="zone">Time zone of local days.</param>
    /// <param name="problems">Receives the fault of a moment that is none or has not come.</param>
    public DateTimeOffset SaidAt(DateTimeOffset receivedAt, TimeZoneInfo zone, List<Problem> problems)
    {
        if (AsOf is null)
        {
            return receivedAt;
        }

        if (!DateForms.Iso.TryParse(AsOf, zone, out var moment, out var problem))
        {
            problems.Add(new Problem(Problem.Invalid, "asOf", problem));
        }
        else if (moment.HasTime ? moment.At > receivedAt : moment.Day > LocalCalendar.DayOf(receivedAt, zone))
        {
            problems.Add(new Problem(
                Problem.Invalid, "asOf", $"'{AsOf}' has not come yet: give the moment at which the rows were exported."));
        }

        return moment.At < receivedAt ? EventTimes.ToMilliseconds(moment.At) : receivedAt;
    }

    // What the upload itself declares wins over its preset.
    private static ImportSettings WithPreset(ImportSettings settings) => settings.Preset is not { } preset ? settings : settings with
    {
        Decimals = settings.Decimals != DecimalMark.Detect || preset.DecimalMark is null ? settings.Decimals
            : preset.DecimalMark == "comma" ? DecimalMark.Comma : DecimalMark.Point,
        Dates = settings.Dates.IsIso && preset.Dates is { } dates ? DateForms.Read(dates, []) : settings.Dates,
    };

    private static Preset? FindPreset(string value, ImportTable table, List<Problem> problems)
    {
        if (PresetBook.Find(value, table.Endpoint) is { } preset)
        {
            return preset;
        }

        var known = PresetBook.For(table.Endpoint).Select(known => known.Name).ToList();
        problems.Add(new Problem(
            Problem.Invalid, "preset", $"There is no such preset for {table.Endpoint}. {NearestName.Hint(value, known)}"));
        return null;
    }

    private static List<KeyValuePair<string, string>> Family(IEnumerable<KeyValuePair<string, string>> query, string prefix) =>
        [.. query.Where(pair => pair.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))];

    private static Dictionary<string, string> ReadMapping(
        IEnumerable<KeyValuePair<string, string>> family, ImportTable table, List<Problem> problems)
    {
        var mapping = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, header) in family)
        {
            if (ColumnOf(name, MapPrefix, table, problems) is { } column
                && (TextFold.Fold(header) is not { Length: > 0 } folded || !mapping.TryAdd(folded, column.Name)))
            {
                problems.Add(new Problem(
                    Problem.Invalid, name, $"'{header}' is no name of a header, or is given to another column already."));
            }
        }

        return mapping;
    }

    private static Dictionary<string, string> ReadConstants(
        IEnumerable<KeyValuePair<string, string>> family, ImportTable table, List<Problem> problems)
    {
        var constants = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in family)
        {
            if (ColumnOf(name, SetPrefix, table, problems) is { } column
                && (string.IsNullOrWhiteSpace(value) || !constants.TryAdd(column.Name, value)))
            {
                problems.Add(new Problem(Problem.Invalid, name, "must give one value for all rows, as in set.channel=Paid Social."));
            }
        }

        return constants;
    }

    private static Dictionary<string, string> ReadMeanings(
        IEnumerable<KeyValuePair<string, string>> family,
        string prefix,
        string column,
        string example,
        ImportTable table,
        List<Problem> problems)
    {
        var meanings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in family)
        {
            if (!table.Has(column))
            {
                problems.Add(new Problem(Problem.Invalid, name, $"There are no {column}s in uploads to {table.Endpoint}; leave it out."));
            }
            else if (TextFold.Fold(name[prefix.Length..]) is not { Length: > 0 } folded || !meanings.TryAdd(folded, value))
            {
                problems.Add(new Problem(Problem.Invalid, name, $"must name a {column} of the file once, as in {prefix}{example}."));
            }
        }

        return meanings;
    }

    private static ImportColumn? ColumnOf(string name, string prefix, ImportTable table, List<Problem> problems)
    {
        var wanted = name[prefix.Length..];
        var column = table.Columns.FirstOrDefault(column => string.Equals(column.Name, wanted, StringComparison.OrdinalIgnoreCase));
        if (column is null)
        {
            problems.Add(new Problem(
                Problem.Invalid,
                name,
                $"There is no such column. {NearestName.Hint(wanted, [.. table.Columns.Select(known => known.Name)])}"));
        }

        return column;
    }

    private static T Choose<T>(
        QueryParameters asked, string name, List<Problem> problems, params ReadOnlySpan<(string Text, T Value)> choices)
    {
        if (asked[name] is not { } value)
        {
            return default!;
        }

        var texts = new List<string>();
        foreach (var choice in choices)
        {
            if (string.Equals(choice.Text, value, StringComparison.OrdinalIgnoreCase))
            {
                return choice.Value;
            }

            texts.Add(choice.Text);
        }

        problems.Add(new Problem(
            Problem.Invalid, name, $"'{value}' is not one of {string.Join(", ", texts.Where(text => text != "\t"))}."));
        return default!;
    }
}

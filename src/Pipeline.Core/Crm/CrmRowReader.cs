using Pipeline.Capture;
using Pipeline.Crm.Facts;
using Pipeline.Imports;
using Pipeline.Imports.Dates;
using Pipeline.Lifecycle;
using Pipeline.Money;
using Pipeline.Problems;
using Pipeline.Scoring.Documents;
using Pipeline.Text;
using Pipeline.Time;

namespace Pipeline.Crm;

/// <summary>Reads the rows of one CRM upload: what they say of a lead, or why they cannot be taken.</summary>
/// <param name="stages">Stages with the names that CRMs give them.</param>
/// <param name="fit">Fit rules in use, whose fields are columns too; null for none.</param>
/// <param name="capture">Which addresses belong to no lead.</param>
/// <param name="currency">Currency of the reports, ISO 4217.</param>
public sealed class CrmRowReader(StageBook stages, FitRules? fit, CaptureOptions capture, string currency)
{
    private const int MaxId = 200;
    private static readonly HashSet<string> NoOpportunity = new(StringComparer.OrdinalIgnoreCase)
    {
        "n/a",
        "na",
        "none",
        "null",
        "aucun",
        "aucune",
        "néant",
    };

    private readonly Dictionary<string, HashSet<(string Email, string Stage, string Date)>> _opportunities = new(StringComparer.Ordinal);

    /// <summary>Its columns: those of every CRM upload, and the fields of the fit rules.</summary>
    public ImportTable Table { get; } = new(
        CrmColumns.Endpoint, [.. CrmColumns.All.Columns, .. CrmAttributes.Of(fit, CrmColumns.All)], CrmColumns.All.WithoutHeader);

    /// <summary>Reads a row whose first address alone counts.</summary>
    /// <param name="row">Gives the cells and takes the faults.</param>
    /// <returns>What it holds; null when the row has a fault.</returns>
    public CrmRow? Read(ImportRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var email = RowEmails.First(row, capture);
        var stage = ReadStage(row);
        var (column, date) = ReadDate(row, stage);
        var content = ReadContent(row, stage, date);
        var opportunity = ReadOpportunity(row);
        if (stage is not null && IsClosing(stage) && content is { Removed: false } && date is { } day && IsAhead(day, row.Upload))
        {
            row.Fault(
                Problem.Invalid,
                column,
                $"'{DateOf(day)}' lies after the upload, but what is won or lost has its date behind it; correct the date, or the stage.");
        }

        if (email is null || stage is null || content is null || row.Problems.Count > 0)
        {
            return null;
        }

        var isForecast = date is not null && column == CrmColumns.CloseDate && !IsClosing(stage);
        var read = new CrmRow(
            email, opportunity, stage.Id, date is { } moment ? DateOf(moment) : "", content with { IsForecast = isForecast });
        CheckOpportunity(read, row);
        return read;
    }

    /// <summary>Reads a row; each of its addresses is a row of its own.</summary>
    /// <param name="row">Gives the cells and takes the faults.</param>
    /// <returns>What it holds; empty when the row has a fault.</returns>
    public IReadOnlyList<CrmRow> ReadAll(ImportRow row)
    {
        if (Read(row) is not { } first)
        {
            return [];
        }

        var rows = new List<CrmRow> { first };
        foreach (var email in RowEmails.Good(row, capture).Skip(1))
        {
            // Several people on one deal are one sale; without a deal each would be one.
            rows.Add(first with { Email = email, Content = first.Opportunity is null ? WithoutAmount(first.Content) : first.Content });
            CheckOpportunity(rows[^1], row);
        }

        if (rows.Count > 1 && first is { Opportunity: null, Content.Amount: not null })
        {
            row.Note($"{rows.Count} addresses and no deal id: the amount counts for {first.Email} alone; give the id of the deal to have "
                + "it counted for all as one sale.");
        }

        return rows;
    }

    /// <summary>Finds sales that contradict one another, where nothing tells which of them counts.</summary>
    /// <param name="rows">Good rows in the order of the upload.</param>
    /// <returns>Places of faulty rows among them, each with its fault.</returns>
    public static IEnumerable<(int Place, Problem Problem)> Compare(IReadOnlyList<ImportedRow<CrmRow>> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);

        // Without a deal the day is all that tells two sales apart: which of two amounts counts is nobody's to guess.
        return rows.Select((row, place) => (row.Number, row.Value, Place: place))
            .Where(row => row.Value is { Opportunity: null, Content: { Meaning: StageNames.Customer, Removed: false } })
            .GroupBy(row => (row.Value.Email, row.Value.Stage, row.Value.Date, Deal.IsRefund(row.Value.Content)))
            .Where(same => same.Select(row => (row.Value.Content.Amount, row.Value.Content.Currency)).Distinct().Skip(1).Any())
            .SelectMany(same => same.Select(row => (row.Place, new Problem(
                Problem.Invalid,
                "amount",
                $"Rows {string.Join(", ", same.Select(other => other.Number).Take(10))} are sales to one lead on one day with different "
                    + "amounts; "
                    + "give each its deal id as opportunity, or its time."))));
    }

    /// <summary>Checks the stages that the upload declares with <c>stage.…</c>.</summary>
    /// <param name="settings">What the upload declares.</param>
    /// <param name="problems">Receives every fault.</param>
    public void Check(ImportSettings settings, ICollection<Problem> problems)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(problems);
        foreach (var (named, meant) in settings.Stages.Where(stage => stages.Find(stage.Value) is not { } known
            || known.Id == StageNames.Visitor))
        {
            problems.Add(new Problem(
                Problem.Invalid,
                ImportSettings.StagePrefix + named,
                $"'{TextBounds.Clean(meant, 40)}' is no stage; give one of {Known()}."));
        }
    }

    private static string DateOf(ImportMoment moment) =>
        moment.HasTime ? moment.At.ToString("O", System.Globalization.CultureInfo.InvariantCulture) : LocalTime.Text(moment.Day);

    // What spreadsheets write for "none" would make one deal of all rows that have none.
    private static string? ReadOpportunity(ImportRow row) =>
        row.Text("opportunity", MaxId) is { } text && text.Any(char.IsLetterOrDigit) && text is not "0" && !NoOpportunity.Contains(text)
            ? text
            : null;

    private void CheckOpportunity(CrmRow read, ImportRow row)
    {
        if (read.Opportunity is not { } opportunity || row.Problems.Count > 0)
        {
            return;
        }

        if (!_opportunities.TryGetValue(opportunity, out var facts))
        {
            _opportunities[opportunity] = facts = [];
        }

        var fact = (read.Email, read.Stage, read.Date);
        if (facts.Count < OpportunityRecord.MaxParts || facts.Contains(fact))
        {
            facts.Add(fact);
            return;
        }

        row.Fault(
            Problem.Invalid,
            "opportunity",
            $"'{opportunity}' stands in more than {OpportunityRecord.MaxParts} rows, but an opportunity is one deal: give the id of the "
                + "deal, or leave it empty.");
    }

    private static CrmVersion WithoutAmount(CrmVersion content) =>
        content with { Amount = null, Currency = null, Rate = null, Reported = null, ReportedCurrency = null };

    private string Known() => string.Join(", ", stages.Names.Where(name => stages.Find(name)?.Id != StageNames.Visitor));

    private StageDefinition? ReadStage(ImportRow row)
    {
        if (row.RequiredText("stage", MaxId) is not { } text)
        {
            return null;
        }

        var stage = row.Upload.Settings.Stages.TryGetValue(TextFold.Fold(text), out var meant)
            ? stages.Find(meant)
            : stages.FindBehind(text);
        if (stage is null || stage.Id == StageNames.Visitor)
        {
            row.Fault(
                Problem.Invalid,
                "stage",
                $"'{text}' is no stage; write one of {Known()}, say what it means with stage.{text}=…, or add it to the aliases in "
                    + "settings 'stages'.");
            return null;
        }

        return stage;
    }

    // A deal that is won or lost has one date, and it has come. One on its way is in its stage since some day that most exports do not
    // tell: what they call its close date is a forecast.
    private static (string Column, ImportMoment? Date) ReadDate(ImportRow row, StageDefinition? stage)
    {
        var (reached, closed) = (row.Date(CrmColumns.StageDate), row.Date(CrmColumns.CloseDate));
        if (stage is not null && !IsClosing(stage))
        {
            return row.Has(CrmColumns.StageDate) || !row.Has(CrmColumns.CloseDate)
                ? (CrmColumns.StageDate, reached)
                : (CrmColumns.CloseDate, closed);
        }

        var column = row.Has(CrmColumns.CloseDate) ? CrmColumns.CloseDate : CrmColumns.StageDate;
        if (!row.Has(column))
        {
            row.Fault(Problem.Missing, column, "is required of what is won or lost; fill it in.");
        }

        return (column, row.Has(CrmColumns.CloseDate) ? closed : reached);
    }

    private static bool IsClosing(StageDefinition stage) =>
        stage.Meaning is StageNames.Customer or StageNames.Advocate or StageNames.Lost or StageNames.Disqualified;

    private static bool IsAhead(ImportMoment date, ImportUpload upload) =>
        date.HasTime ? date.At > upload.At + DealRows.Skew : date.Day > LocalCalendar.DayOf(upload.At, upload.Zone);

    private CrmVersion? ReadContent(ImportRow row, StageDefinition? stage, ImportMoment? date)
    {
        var from = row.Currency("currency", currency);
        var amount = row.Amount("amount", from);
        var rate = row.Number("rate", 0.000000001m, 1_000_000_000m);
        long? reported = amount;
        if (amount is { } minor && from != currency)
        {
            reported = rate is { } factor ? Currencies.Convert(minor, from, currency, factor) : null;
            if (rate is null && row.Problems.All(problem => problem.Field != "rate"))
            {
                row.Fault(Problem.Missing, "rate", $"The amount is in {from}: give the rate, how many {currency} one {from} is.");
            }
            else if (rate is not null && reported is null)
            {
                row.Fault(Problem.Invalid, "rate", "makes the amount greater than any; correct it.");
            }
        }

        var reason = row.Text("reason");
        var owner = row.Text("owner", MaxId);
        var removed = row.Flag("remove");
        return stage is null ? null : new CrmVersion
        {
            UploadedAt = default,
            Hash = "",
            Removed = removed,
            At = date?.At ?? default,
            Named = row.Text("stage", MaxId)!,
            Meaning = stage.Meaning,
            Amount = amount,
            Currency = amount is null ? null : from,
            Rate = amount is null || from == currency ? null : Canonical(rate),
            Reported = reported,
            ReportedCurrency = amount is null ? null : currency,
            Reason = reason,
            Owner = owner,
            Fields = ReadAttributes(row),
        };
    }

    private SortedDictionary<string, string>? ReadAttributes(ImportRow row)
    {
        var fields = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var column in Table.Columns.Skip(CrmColumns.All.Columns.Count))
        {
            if (row.Text(column.Name) is { } value)
            {
                fields[column.Name] = value;
            }
        }

        return fields.Count == 0 ? null : fields;
    }

    // 0.920 and 0.92 are one rate, and must have one text.
    private static decimal? Canonical(decimal? rate) => rate / 1.0000000000000000000000000000m;
}

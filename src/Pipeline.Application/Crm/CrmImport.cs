using System.Collections.Concurrent;
using Pipeline.Capture;
using Pipeline.Capture.Intake;
using Pipeline.Crm.Facts;
using Pipeline.Events;
using Pipeline.Imports;
using Pipeline.Imports.Columns;
using Pipeline.Imports.Dates;
using Pipeline.Lifecycle;
using Pipeline.Money;
using Pipeline.Problems;
using Pipeline.Records;
using Pipeline.Scoring.Documents;
using Pipeline.Text;
using Pipeline.Time;

namespace Pipeline.Crm;

/// <summary>
/// CRM uploads: each row is a version of one fact of its lead. Safe to repeat, in any order and by several at a time: a version that says
/// what the one before it says is none, and the leads are refreshed after their facts are there.
/// </summary>
public sealed class CrmImport(
    ICrmStore store, PendingRefreshes refreshes, OpportunityJoin opportunities, LeadIds leadIds, StageBook stages, FitRules? fit, CaptureOptions capture, string currency, ConflictRetry retry)
    : IImport<CrmRow>
{
    /// <summary>Route.</summary>
    public const string Endpoint = "/api/crm";

    private const string StageDate = "date";
    private const string CloseDate = "closeDate";
    private const int Parallelism = 8;
    private const int MaxId = 200;
    private static readonly HashSet<string> NoOpportunity = new(StringComparer.OrdinalIgnoreCase) { "n/a", "na", "none", "null", "aucun", "aucune", "néant" };

    private readonly Dictionary<string, HashSet<(string Email, string Stage, string Date)>> _opportunities = new(StringComparer.Ordinal);

    /// <summary>Columns of every CRM upload.</summary>
    public static ImportTable Columns { get; } = new(
        Endpoint,
        [
            new ImportColumn("email", true, "e-mail", "mail", "email address", "Adresse e-mail", "Adresse électronique", "Courriel", "Contact e-mail"),
            new ImportColumn("stage", true, "status", "lifecycle stage", "deal stage", "Étape", "Statut", "Phase", "Phase de vente"),
            new ImportColumn("date", false, "stage date", "Date de l'étape") { IsDate = true },
            new ImportColumn("closeDate", false, "closed at", "Closing date", "Date de clôture", "Date de signature", "Date de fermeture")
            {
                IsDate = true,
            },
            new ImportColumn("amount", false, "value", "deal value", "revenue", "Montant", "Chiffre d'affaires", "CA"),
            new ImportColumn("currency", false, "Devise", "Monnaie"),
            new ImportColumn(
                "reason", false, "lost reason", "Closed lost reason", "Loss reason", "Reason for loss", "Reason lost", "Deal - Lost reason", "Motif", "Raison", "Raison de perte",
                "Raison de la perte", "Motif de perte", "Motif de la perte", "Verlustgrund", "Grund für Verlust", "Motivo de pérdida")
            {
                TakesFirst = true,
            },
            new ImportColumn("rate", false, "exchange rate", "Taux", "Taux de change", "Cours"),
            new ImportColumn("opportunity", false, "opportunity id", "deal", "deal id", "Opportunité", "Id opportunité", "Affaire", "N° affaire"),
            new ImportColumn(
                "owner", false, "sales rep", "Deal owner", "Opportunity owner", "Contact owner", "Lead owner", "Record owner", "Account owner", "Owner name", "Deal - Owner",
                "Commercial", "Propriétaire", "Responsable", "Propriétaire de la transaction", "Propriétaire de l'opportunité", "Propriétaire du contact", "Inhaber",
                "Zuständig", "Propietario")
            {
                TakesFirst = true,
            },
            new ImportColumn("remove", false, "delete", "Supprimer"),
        ],
        ["email", "stage", "date", "amount", "currency", "reason"]);

    /// <inheritdoc/>
    public ImportTable Table { get; } = new(Endpoint, [.. Columns.Columns, .. CrmAttributes.Of(fit, Columns)], Columns.WithoutHeader);

    /// <inheritdoc/>
    public CrmRow? Read(ImportRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var email = ReadEmail(row, capture);
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

        var isForecast = date is not null && column == CloseDate && !IsClosing(stage);
        var read = new CrmRow(
            email, opportunity, stage.Id, date is { } moment ? DateOf(moment) : "", content with { IsForecast = isForecast });
        CheckOpportunity(read, row);
        return read;
    }

    /// <inheritdoc/>
    public IEnumerable<(int Place, Problem Problem)> Compare(IReadOnlyList<ImportedRow<CrmRow>> rows)
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
                $"Rows {string.Join(", ", same.Select(other => other.Number).Take(10))} are sales to one lead on one day with different amounts; "
                    + "give each its deal id as opportunity, or its time."))));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RowOutcome>> StoreAsync(
        IReadOnlyList<ImportedRow<CrmRow>> rows, ImportUpload upload, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(upload);
        var outcomes = new RowOutcome[rows.Count];
        var dryRun = upload.Settings.DryRun;
        var open = dryRun ? default : await refreshes.OpenAsync(cancellationToken);
        foreach (var piece in LeadRows.Cut(rows, row => leadIds.Of(row.Email)))
        {
            var keys = piece.SelectMany(lead => lead.Rows).Select(row => row.Value.Opportunity).OfType<string>()
                .Select(OpportunityRecord.KeyOf).Distinct().ToList();
            var pending = dryRun ? null : await refreshes.BeginAsync([.. piece.Select(lead => lead.LeadId)], keys, cancellationToken);
            var facts = new ConcurrentBag<CrmFact>();
            var touched = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
            await Parallel.ForEachAsync(piece, Options(cancellationToken), async (lead, token) =>
            {
                foreach (var group in lead.Rows.GroupBy(row => (row.Value.Opportunity, row.Value.Stage, row.Value.Date, Deal.IsRefund(row.Value.Content))))
                {
                    // Of one upload the later row counts, unless it has no amount where another has; the others never were.
                    var said = group.Select(row => (row.Place, Fact: FactOf(lead.LeadId, row.Value, upload.At, row.Number))).ToList();
                    var (place, fact) = said.MaxBy(row =>
                        (row.Fact.Current.Removed || row.Fact.Current.Reported is not null, row.Fact.Current.Row));
                    var (stored, isChange) = await StoreAsync(fact, dryRun, token);
                    foreach (var other in said.Where(other => other.Fact.Current.Hash != fact.Current.Hash))
                    {
                        outcomes[other.Place] = RowOutcome.Replaced;
                    }

                    outcomes[place] = isChange ? RowOutcome.Taken : RowOutcome.Unchanged;
                    facts.Add(stored);
                    if (isChange || open.LeadIds?.Contains(lead.LeadId) == true)
                    {
                        touched[lead.LeadId] = true;
                    }
                }
            });
            if (pending is null)
            {
                continue;
            }

            var byOpportunity = facts.Where(fact => fact.Opportunity is not null).GroupBy(fact => fact.Opportunity!, StringComparer.Ordinal);
            await Parallel.ForEachAsync(byOpportunity, Options(cancellationToken), async (parts, token) =>
            {
                var (record, isChange) = await opportunities.JoinAsync(parts.Key, [.. parts], token);
                if (isChange || open.OpportunityKeys.Contains(OpportunityRecord.KeyOf(parts.Key)))
                {
                    foreach (var leadId in record.LeadIds)
                    {
                        touched[leadId] = true;
                    }
                }
            });
            await refreshes.EndAsync(pending, touched.Keys, cancellationToken);
        }

        foreach (var place in ReplacedBySameDeal(rows))
        {
            outcomes[place] = RowOutcome.Replaced;
        }

        return outcomes;
    }

    /// <inheritdoc/>
    public IReadOnlyList<CrmRow> ReadAll(ImportRow row)
    {
        if (Read(row) is not { } first)
        {
            return [];
        }

        var rows = new List<CrmRow> { first };
        foreach (var email in GoodEmails(row, capture).Skip(1))
        {
            // Several people on one deal are one sale; without a deal each would be one.
            rows.Add(first with { Email = email, Content = first.Opportunity is null ? WithoutAmount(first.Content) : first.Content });
            CheckOpportunity(rows[^1], row);
        }

        if (rows.Count > 1 && first is { Opportunity: null, Content.Amount: not null })
        {
            row.Note($"{rows.Count} addresses and no deal id: the amount counts for {first.Email} alone; give the id of the deal to have it counted for all as one sale.");
        }

        return rows;
    }

    /// <inheritdoc/>
    public void Check(ImportSettings settings, ICollection<Problem> problems)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(problems);
        foreach (var (named, meant) in settings.Stages.Where(stage => stages.Find(stage.Value) is not { } known || known.Id == StageNames.Visitor))
        {
            problems.Add(new Problem(
                Problem.Invalid, ImportSettings.StagePrefix + named, $"'{TextBounds.Clean(meant, 40)}' is no stage; give one of {Known()}."));
        }
    }

    internal static string? ReadEmail(ImportRow row, CaptureOptions capture)
    {
        var faults = row.Problems.Count;
        var addresses = row.Addresses("email");
        if (addresses.Count == 0)
        {
            if (row.Problems.Count == faults)
            {
                row.Fault(Problem.Missing, "email", "is required; fill it in.");
            }

            return null;
        }

        var problems = new List<Problem>();
        var email = addresses.Select(address => FieldPolicy.NormalizeEmail(address, "email", capture, problems)).FirstOrDefault(good => good is not null);
        foreach (var problem in email is null ? problems.Take(1) : [])
        {
            row.Fault(problem.Code, problem.Field, problem.Detail);
        }

        return email;
    }

    /// <summary>The good addresses of a row, each once; of several the bad ones are left out, and the answer says so.</summary>
    internal static List<string> GoodEmails(ImportRow row, CaptureOptions capture)
    {
        var emails = new List<string>();
        foreach (var address in row.Addresses("email"))
        {
            var problems = new List<Problem>();
            if (FieldPolicy.NormalizeEmail(address, "email", capture, problems) is not { } email)
            {
                row.Note($"'{TextBounds.Clean(address, 100)}' is left out: {problems[0].Detail}");
            }
            else if (!emails.Contains(email))
            {
                emails.Add(email);
            }
        }

        return emails;
    }

    internal static ParallelOptions Options(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };

    private static string DateOf(ImportMoment moment) =>
        moment.HasTime ? moment.At.ToString("O", System.Globalization.CultureInfo.InvariantCulture) : LocalTime.Text(moment.Day);

    // Rows about one stage of a deal, of whichever leads and dates, are one statement: the later one counts.
    private static IEnumerable<int> ReplacedBySameDeal(IReadOnlyList<ImportedRow<CrmRow>> rows) => rows
        .Select((row, place) => (row.Number, row.Value, row.Value.Content, Place: place))
        .Where(row => row.Value.Opportunity is not null && !row.Content.Removed)
        .GroupBy(row => (row.Value.Opportunity, row.Value.Stage, Refunded: Deal.IsRefund(row.Content) ? row.Value.Date : null))
        .SelectMany(same =>
        {
            var counts = same.MaxBy(row => (row.Content.Reported is not null, row.Number));
            return same
                .Where(row => row.Value.Date != counts.Value.Date
                    || (row.Content.Amount is not null && row.Content.Reported != counts.Content.Reported))
                .Select(row => row.Place);
        });

    private static CrmFact FactOf(string leadId, CrmRow row, DateTimeOffset uploadedAt, int number) => new()
    {
        LeadId = leadId,
        Email = row.Email,
        Opportunity = row.Opportunity,
        Stage = row.Stage,
        Date = row.Date,
        Versions = [row.Content.Stamp(uploadedAt, number)],
    };

    // What spreadsheets write for "none" would make one deal of all rows that have none.
    private static string? ReadOpportunity(ImportRow row) =>
        row.Text("opportunity", MaxId) is { } text && text.Any(char.IsLetterOrDigit) && text is not "0" && !NoOpportunity.Contains(text) ? text : null;

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
            $"'{opportunity}' stands in more than {OpportunityRecord.MaxParts} rows, but an opportunity is one deal: give the id of the deal, or leave it empty.");
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

        var stage = row.Upload.Settings.Stages.TryGetValue(TextFold.Fold(text), out var meant) ? stages.Find(meant) : stages.FindBehind(text);
        if (stage is null || stage.Id == StageNames.Visitor)
        {
            row.Fault(
                Problem.Invalid,
                "stage",
                $"'{text}' is no stage; write one of {Known()}, say what it means with stage.{text}=…, or add it to the aliases in settings 'stages'.");
            return null;
        }

        return stage;
    }

    // A deal that is won or lost has one date, and it has come. One on its way is in its stage since some day that most exports do not tell:
    // what they call its close date is a forecast.
    private static (string Column, ImportMoment? Date) ReadDate(ImportRow row, StageDefinition? stage)
    {
        var (reached, closed) = (row.Date(StageDate), row.Date(CloseDate));
        if (stage is not null && !IsClosing(stage))
        {
            return row.Has(StageDate) || !row.Has(CloseDate) ? (StageDate, reached) : (CloseDate, closed);
        }

        var column = row.Has(CloseDate) ? CloseDate : StageDate;
        if (!row.Has(column))
        {
            row.Fault(Problem.Missing, column, "is required of what is won or lost; fill it in.");
        }

        return (column, row.Has(CloseDate) ? closed : reached);
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
        foreach (var column in Table.Columns.Skip(Columns.Columns.Count))
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

    private async Task<(CrmFact Stored, bool IsChange)> StoreAsync(CrmFact fact, bool dryRun, CancellationToken cancellationToken) =>
        await retry.RunAsync(
            async token =>
            {
                var known = await store.GetFactAsync(fact.LeadId, fact.Key, token);
                var next = known.Value is null ? fact : known.Value.With(fact.Current);
                if (next is not null && !dryRun)
                {
                    await store.PutFactAsync(next, known.ETag, token);
                }

                return (next ?? known.Value!, next is not null && known.Value?.SaysTheSame(next) != true);
            },
            cancellationToken);
}

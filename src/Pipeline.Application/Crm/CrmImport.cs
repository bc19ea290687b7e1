using System.Collections.Concurrent;
using Pipeline.Capture;
using Pipeline.Capture.Intake;
using Pipeline.Identity;
using Pipeline.Imports;
using Pipeline.Lifecycle;
using Pipeline.Records;
using Pipeline.Scoring;
using Pipeline.Settings;

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
            new ImportColumn("date", true, "close date", "closed at", "stage date", "Closing date", "Date de clôture", "Date de signature", "Date de l'étape", "Date de fermeture")
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
            new ImportColumn("closed", false) { IsDate = true, StandsFor = "date" },
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
        var date = ReadDate(row, stage);
        var content = ReadContent(row, stage, date);
        var opportunity = ReadOpportunity(row);
        if (email is null || stage is null || date is not { } moment || content is null)
        {
            return null;
        }

        var read = new CrmRow(email, opportunity, stage.Id, DateOf(moment), content);
        CheckOpportunity(read, row);
        return read;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<bool>> StoreAsync(
        IReadOnlyList<ImportedRow<CrmRow>> rows, ImportUpload upload, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(upload);
        var changed = new bool[rows.Count];
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
                    // Of one upload the greatest content wins; the others never were.
                    var (place, fact) = group
                        .Select(row => (row.Place, Fact: FactOf(lead.LeadId, row.Value, upload.At)))
                        .MaxBy(row => row.Fact.Current.Hash, StringComparer.Ordinal);
                    var (stored, isChange) = await StoreAsync(fact, dryRun, token);
                    changed[place] = isChange;
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

        return changed;
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

    private static CrmFact FactOf(string leadId, CrmRow row, DateTimeOffset uploadedAt) => new()
    {
        LeadId = leadId,
        Email = row.Email,
        Opportunity = row.Opportunity,
        Stage = row.Stage,
        Date = row.Date,
        Versions = [row.Content.Stamp(uploadedAt)],
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

    // Exports have one date of closing, which is a forecast while the deal is open, and of an open deal when it reached its stage.
    private static ImportMoment? ReadDate(ImportRow row, StageDefinition? stage) =>
        row.Has("closed") && IsClosing(stage) ? row.RequiredDate("closed") : row.RequiredDate("date");

    private static bool IsClosing(StageDefinition? stage) =>
        stage?.Meaning is StageNames.Customer or StageNames.Advocate or StageNames.Lost or StageNames.Disqualified;

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
        return stage is null || date is not { } moment ? null : new CrmVersion
        {
            UploadedAt = default,
            Hash = "",
            Removed = removed,
            At = moment.At,
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

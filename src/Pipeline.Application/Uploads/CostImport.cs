using System.Globalization;
using Microsoft.Extensions.Options;
using Pipeline.Crm;
using Pipeline.Imports;
using Pipeline.Imports.Columns;
using Pipeline.Money;
using Pipeline.Problems;
using Pipeline.Text;

namespace Pipeline.Uploads;

/// <summary>
/// Uploads of costs. What identifies a cost are its days, channel, source, campaign, kind and own id, however they are written; a later
/// upload replaces it, and rows of one upload that agree in all of these are added up, as the lines of an invoice are.
/// </summary>
public sealed class CostImport : IImport<CostFact>
{
    /// <summary>Longest time that one row may cover: 1,096 days.</summary>
    public const int MaxDays = 1096;

    private static readonly Dictionary<string, CostKind> Kinds = new(StringComparer.Ordinal)
    {
        ["media"] = CostKind.Media,
        ["ads"] = CostKind.Media,
        ["medias"] = CostKind.Media,
        ["werbung"] = CostKind.Media,
        ["labour"] = CostKind.Labour,
        ["labor"] = CostKind.Labour,
        ["salaires"] = CostKind.Labour,
        ["personal"] = CostKind.Labour,
        ["tech"] = CostKind.Tech,
        ["tools"] = CostKind.Tech,
        ["outils"] = CostKind.Tech,
        ["technik"] = CostKind.Tech,
    };

    private readonly ICostStore _costs;
    private readonly KnownChannels _channels;
    private readonly string _currency;
    private readonly ChannelBook? _known;

    /// <summary>Makes the import.</summary>
    /// <param name="costs">Where costs are kept.</param>
    /// <param name="channels">Tells which channels there are.</param>
    /// <param name="options">The currency of reports.</param>
    public CostImport(ICostStore costs, KnownChannels channels, IOptions<PipelineOptions> options)
        : this(costs, channels, options.Value.Currency, null)
    {
    }

    private CostImport(ICostStore costs, KnownChannels channels, string currency, ChannelBook? known) =>
        (_costs, _channels, _currency, _known) = (costs, channels, currency, known);

    /// <inheritdoc/>
    public ImportTable Table { get; } = new(
        "/api/costs",
        [
            new ImportColumn("date", false, "day", "jour", "datum", "tag") { IsDate = true },
            new ImportColumn("from", false, "start", "du", "debut", "von", "beginn") { IsDate = true },
            new ImportColumn("to", false, "end", "au", "fin", "bis", "ende") { IsDate = true },
            new ImportColumn("channel", true, "canal", "kanal"),
            new ImportColumn("source", false, "utm_source", "quelle"),
            new ImportColumn("campaign", false, "utm_campaign", "campagne", "kampagne"),
            new ImportColumn(
                "amount",
                true,
                "cost",
                "spend",
                "amount spent",
                "total spent",
                "ad spend",
                "montant dépensé",
                "ausgegebener Betrag",
                "montant",
                "cout",
                "betrag",
                "kosten"),
            CurrencyColumn.Column,
            new ImportColumn("rate", false, "exchange_rate", "taux", "kurs"),
            new ImportColumn("kind", false, "type", "art"),
            new ImportColumn("id", false, "reference", "invoice", "facture", "rechnung"),
            new ImportColumn("remove", false, "delete", "supprimer", "löschen"),
        ],
        []);

    /// <inheritdoc/>
    public async ValueTask<IImport<CostFact>> PrepareAsync(CancellationToken cancellationToken) =>
        new CostImport(_costs, _channels, _currency, await _channels.GetAsync(cancellationToken));

    /// <inheritdoc/>
    public void Check(ImportSettings settings, ICollection<Problem> problems) => _known?.Check(settings, problems);

    /// <inheritdoc/>
    public CostFact? Read(ImportRow row)
    {
        var (from, to) = Days(row);
        var channel = row.RequiredText("channel") is { } text ? _known is { } known ? known.Read(text, row) : text : null;
        var (source, campaign, id) = (row.Text("source"), row.Text("campaign"), row.Text("id"));
        var kind = Kind(row);
        var removed = row.Flag("remove");
        var amount = removed ? 0 : Amount(row);
        if (from is null || to is null || channel is null || amount is null)
        {
            return null;
        }

        var cost = new CostFact
        {
            Key = "",
            From = from.Value,
            To = to.Value,
            Channel = channel,
            Source = source,
            Campaign = campaign,
            Kind = kind,
            Amount = amount.Value,
            Id = id,
            Removed = removed,
            UploadedAt = row.Upload.At,
        };
        return cost with { Key = CostKey.Of(cost) };
    }

    /// <inheritdoc/>
    public IEnumerable<(int Place, Problem Problem)> Compare(IReadOnlyList<ImportedRow<CostFact>> rows) => rows
        .Select((row, place) => (row.Number, row.Value, Place: place))
        .GroupBy(row => row.Value.Key, StringComparer.Ordinal)
        .Where(same => same.Any(row => row.Value.Removed) && same.Any(row => !row.Value.Removed))
        .SelectMany(same => same.Select(row => (row.Place, new Problem(
            Problem.Invalid,
            "remove",
            $"Rows {string.Join(", ", same.Select(other => other.Number).Take(10))} are one cost, which some of them take back and some "
                + "give an amount; leave the ones or the others out."))));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RowOutcome>> StoreAsync(
        IReadOnlyList<ImportedRow<CostFact>> rows, ImportUpload upload, CancellationToken cancellationToken)
    {
        var sums = rows.GroupBy(row => row.Value.Key, StringComparer.Ordinal)
            .Select(same => same.First().Value with { Amount = same.Sum(row => row.Value.Amount) }).ToList();
        var changed = await _costs.PutCostsAsync(sums, upload.Settings.DryRun, cancellationToken);
        return [.. rows.Select(row => changed.Contains(row.Value.Key) ? RowOutcome.Taken : RowOutcome.Unchanged)];
    }

    private static (DateOnly? From, DateOnly? To) Days(ImportRow row)
    {
        var (date, from, to) = (row.Date("date"), row.Date("from"), row.Date("to"));
        if (row.Has("date"))
        {
            if (row.Has("from") || row.Has("to"))
            {
                row.Fault(Problem.Invalid, "date", "stands beside from or to; give one day, or from and to.");
            }

            return (date?.Day, date?.Day);
        }

        if (!row.Has("from") || !row.Has("to"))
        {
            row.Fault(
                Problem.Missing,
                row.Has("from") ? "to" : row.Has("to") ? "from" : "date",
                "is required; give one day as date, or from and to.");
        }
        else if (from?.Day > to?.Day)
        {
            row.Fault(Problem.Invalid, "to", "is before from; swap them.");
        }
        else if (to?.Day.DayNumber - from?.Day.DayNumber >= MaxDays)
        {
            row.Fault(Problem.Invalid, "to", string.Create(
                CultureInfo.InvariantCulture, $"makes a period of more than {MaxDays} days, both ends counted; split the row."));
        }

        return (from?.Day, to?.Day);
    }

    private static CostKind Kind(ImportRow row)
    {
        if (row.Text("kind") is not { } text)
        {
            return CostKind.Media;
        }

        if (!Kinds.TryGetValue(TextFold.Fold(text), out var kind))
        {
            row.Fault(Problem.Invalid, "kind", "must be media, labour or tech, or empty for media.");
        }

        return kind;
    }

    private long? Amount(ImportRow row)
    {
        if (!row.Has("amount"))
        {
            row.Fault(Problem.Missing, "amount", "is required; fill it in.");
        }

        var reporting = _currency;
        var currency = row.Currency("currency", reporting);
        var rate = row.Number("rate", 0.000001m, 1_000_000m);
        var read = row.Amount("amount", currency);
        if (read is not { } amount || currency == reporting)
        {
            return read;
        }

        if (rate is null)
        {
            if (!row.Has("rate"))
            {
                row.Fault(
                    Problem.Missing, "rate", $"is required, because the amount is in {currency}; give the {reporting} for one {currency}.");
            }

            return null;
        }

        if (Currencies.Convert(amount, currency, reporting, rate.Value) is not { } converted)
        {
            row.Fault(Problem.Invalid, "amount", "is greater than any amount once it is converted; correct amount or rate.");
            return null;
        }

        return converted;
    }
}

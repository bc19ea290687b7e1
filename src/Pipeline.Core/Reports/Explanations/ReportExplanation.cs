using Pipeline.Attribution;
using Pipeline.Money;
using Pipeline.Rollups;
using Pipeline.Tables;

namespace Pipeline.Reports.Explanations;

/// <summary>
/// The rows behind a number of a report: their credits sum to it, or, for money, their amounts; a rate, lift, median or variance is
/// <see cref="Value"/>, and its rows come in the groups that it is computed from.
/// </summary>
public sealed record ReportExplanation : IReport
{
    /// <inheritdoc/>
    public required DateOnly From { get; init; }

    /// <inheritdoc/>
    public required DateOnly To { get; init; }

    /// <summary>Name of the number that is explained.</summary>
    public required string Of { get; init; }

    /// <summary>What narrows it to one row of the report, by parameter.</summary>
    public IReadOnlyDictionary<string, string> Row { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Model that credits; null where none does.</summary>
    public string? Model { get; init; }

    /// <summary>The number itself where it is no sum of the rows; null where it is, and where it has no value.</summary>
    public decimal? Value { get; init; }

    /// <summary>What the number is computed from, in order; empty where it is a sum.</summary>
    public IReadOnlyList<ExplainedGroup> Groups { get; init; } = [];

    /// <summary>What to know of the rows, or why there are none; null when there is nothing to say.</summary>
    public string? Note { get; init; }

    /// <summary>Parameters of the model.</summary>
    public required AttributionParameters Parameters { get; init; }

    /// <summary>Currency of every amount.</summary>
    public required string Currency { get; init; }

    /// <summary>Sum of the credits of all rows, those of other pages too.</summary>
    public required decimal Sum { get; init; }

    /// <summary>Sum of the amounts of all rows.</summary>
    public required decimal Amount { get; init; }

    /// <summary>Rows: by group, and in each in order of time.</summary>
    public required IReadOnlyList<ExplainedRow> Rows { get; init; }

    /// <summary>What <c>after=</c> of the next page is; null when all rows are listed.</summary>
    public string? Next { get; init; }

    internal CreditTotal? Credited { get; init; }

    internal static ReportExplanation Create(ReportQuery query, ReportMoney money, IEnumerable<ExplainedRow> rows)
    {
        var ordered = rows.OrderBy(row => row.At)
            .ThenBy(row => row.Id, StringComparer.Ordinal)
            .ThenBy(row => row.Detail, StringComparer.Ordinal)
            .ToList();
        return new ReportExplanation
        {
            From = query.From,
            To = query.To,
            Of = query.Explain!,
            Row = query.Row,
            Parameters = query.Parameters,
            Currency = money.Currency,
            Sum = ordered.Sum(row => row.Credit),
            Amount = ordered.Sum(row => row.Amount),
            Rows = ordered,
        };
    }

    /// <inheritdoc/>
    public ReportTable ToTable() => new(
        "explanation",
        [
            "day", "at", "id", "visitor", RowColumns.Lead, "email", "company", "kind", "channel", "source", "medium", "campaign",
            "landing_page", "credit", "amount", "currency", "automatic",
            NumberNames.Points, "detail", "model", "parameters", "group", "days", "value",
        ],
        [.. Rows.Select(row => (IReadOnlyList<object?>)
        [
            row.Day, row.At, row.Id, row.VisitorId, row.LeadId, row.Email, row.Company, row.Kind?.ToString().ToLowerInvariant(),
            row.Channel, row.Source, row.Medium, row.Campaign,
            row.LandingPage, row.Credit, row.Amount, Currency, row.Automatic, row.Points, row.Detail, Model, Parameters.ToString(),
            row.Group, row.Days, Value,
        ])]);
}

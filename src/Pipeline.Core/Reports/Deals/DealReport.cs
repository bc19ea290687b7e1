using Pipeline.Attribution;
using Pipeline.Attribution.Models;
using Pipeline.Tables;

namespace Pipeline.Reports.Deals;

/// <summary>One deal by every model that splits one journey, so that a person can check it by hand.</summary>
public sealed record DealReport : IReport
{
    /// <inheritdoc/>
    public required DateOnly From { get; init; }

    /// <inheritdoc/>
    public required DateOnly To { get; init; }

    /// <summary>What was asked for.</summary>
    public required string Deal { get; init; }

    /// <summary>Moment that the report is true at.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Currency of every amount.</summary>
    public required string Currency { get; init; }

    /// <summary>Parameters of the models.</summary>
    public required AttributionParameters Parameters { get; init; }

    /// <summary>What Markov and Shapley say: they look at channels alone, so a deal has no value by them.</summary>
    public string Note { get; init; } = "markov and shapley have no value for one deal";

    /// <summary>The deal's conversions and refunds, in order of time; empty when none is known.</summary>
    public required IReadOnlyList<DealConversion> Conversions { get; init; }

    /// <inheritdoc/>
    public ReportTable ToTable()
    {
        var models = AttributionModels.PerJourney.Select(model => model.Name).ToList();
        return new ReportTable(
            "deal",
            [
                "conversion", RowColumns.Lead, "kind", "converted_at", "converted_amount", "currency", "touch", "touch_at", "age_days",
                "channel", "source", "medium",
                "campaign", "landing_page", "counts", .. models.SelectMany(model => new[] { model, model + "_amount" }), "parameters",
            ],
            [
                .. Conversions.SelectMany(conversion => conversion.Touches, (conversion, touch) => (IReadOnlyList<object?>)
                [
                    conversion.Id, conversion.LeadId, conversion.Kind
                        .ToString()
                        .ToLowerInvariant(), conversion.At, conversion.Amount, Currency, touch.Id,
                    touch.At, touch.AgeInDays, touch.Channel, touch.Source, touch.Medium, touch.Campaign, touch.LandingPage, touch.Counts,
                    .. models.Select(model => touch.Credits.FirstOrDefault(credit => credit.Model == model))
                        .SelectMany(credit => new object?[] { credit?.Credit, credit?.Amount }),
                    Parameters.ToString(),
                ]),
            ]);
    }
}

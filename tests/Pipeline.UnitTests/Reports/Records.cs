using Pipeline.Attribution;
using Pipeline.Attribution.Models;
using Pipeline.Days;
using Pipeline.Leads.Facts;
using Pipeline.Lifecycle;
using Pipeline.Money;
using Pipeline.Reports;
using Pipeline.Rollups;
using Pipeline.Testing;
using Pipeline.Time;

namespace Pipeline.UnitTests.Reports;

/// <summary>Short ways to write leads and rolled-up days. Days are days of March 2026, at noon UTC.</summary>
internal static class Records
{
    public static readonly LocalTime Paris = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris"));
    public static readonly ReportMoney Euro = new("EUR");
    public static readonly DateTimeOffset Now = new(2026, 4, 10, 12, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset March(double day) => new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).AddDays(day - 1);

    public static ReportQuery Query(string query, DateTimeOffset? now = null) => Sample.Query(query, now ?? Now, Paris);

    public static LeadRecord Lead(string id, double createdOn, params (ConversionKind Kind, double Day)[] reached) => new(
        id,
        March(createdOn),
        [
            .. reached.Prepend((ConversionKind.Lead, createdOn)).Select(item => new LeadConversion
            {
                Conversion = new Conversion { Id = $"{id}|{item.Item1}", LeadId = id, Kind = item.Item1, At = March(item.Item2) },
                Day = LocalTime.Text(Paris.DayOf(March(item.Item2))),
                Touches = [],
                LeadCreatedAt = March(createdOn),
            }),
        ],
        new LeadInsight());

    public static LeadRecord Did(this LeadRecord lead, params (string Key, double Day, double Points)[] activities) => lead with
    {
        Insight = lead.Insight with
        {
            Activities = [.. activities.Select(item => new LeadActivity(item.Key, March(item.Day), 1, item.Points))],
        },
    };

    public static LeadRecord Scored(this LeadRecord lead, double monthEnd, double peak) =>
        lead with { Insight = lead.Insight with { MonthEndScore = monthEnd, PeakScore = peak } };

    public static LeadRecord Moved(
        this LeadRecord lead, string stage, double day, StageCause cause, string? reason = null, EntryLabel? label = null) => lead with
        {
            Insight = lead.Insight with
            {
                Stages = [.. lead.Insight.Stages, new StageTransition
            {
                Stage = stage,
                From = "lead",
                At = March(day),
                Cause = cause,
                Score = 0,
                Reason = reason,
                Label = label,
            }],
            },
        };

    public static RolledUpDay Day(double day, params RollupRow[] rows) => new()
    {
        Day = Paris.DayOf(March(day)),
        At = Now,
        Converted = new Dictionary<ConversionKind, CreditTotal>(),
        Rows = rows,
    };

    public static RollupRow Visits(long visits, string channel = "Paid Search", string source = "google", string campaign = "spring") =>
        new() { Day = default, Dimensions = new RollupDimensions(channel, source, "cpc", campaign), Visits = visits };

    public static RollupRow Credited(
        this RollupRow row, ConversionKind kind, decimal count, long amount = 0, string model = AttributionModels.First) => row with
        {
            Credits = new Dictionary<(ConversionKind, string), CreditTotal>(row.Credits)
            {
                [(kind, model)] = new((long)(count * 1_000_000), amount),
            },
        };
}

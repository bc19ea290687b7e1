using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Pipeline.Reports.Attribution;
using Pipeline.Reports.Channels;
using Pipeline.Reports.Deals;
using Pipeline.Reports.Explanations;
using Pipeline.Reports.Funnel;
using Pipeline.Reports.Insights;
using Pipeline.Reports.Nurture;
using Pipeline.Reports.Paths;
using Pipeline.Reports.Quality;
using Pipeline.Reports.Runway;

namespace Pipeline.Reports;

/// <summary>Registers the reports.</summary>
public static class ReportServices
{
    /// <summary>Adds what reports read, and every kind of report.</summary>
    /// <param name="services">Where to add.</param>
    public static IServiceCollection AddReports(this IServiceCollection services)
    {
        services.TryAddSingleton<ExplainedContacts>();
        services.TryAddSingleton<ReportKinds>();
        services.TryAddSingleton<ReportReader>();
        services.TryAddSingleton<ReportMaterial>();
        services.TryAddSingleton<ReportDataReader>();
        services.TryAddSingleton<ReportCosts>();
        services.TryAddSingleton<LeadRecords>();
        services.TryAddSingleton<ChannelModels>();
        services.TryAddSingleton<MonthEndScores>();
        services.TryAddSingleton<MqlThreshold>();
        services.TryAddSingleton<DealView>();
        return services
            .AddReport<ChannelsKind>()
            .AddReport<AttributionKind>()
            .AddReport<FunnelKind>()
            .AddReport<RunwayKind>()
            .AddReport<NurtureKind>()
            .AddReport<PathsKind>()
            .AddReport<InsightsKind>()
            .AddReport<QualityKind>();
    }

    private static IServiceCollection AddReport<TKind>(this IServiceCollection services)
        where TKind : class, IReportKind
    {
        services.TryAddSingleton<TKind>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IReportKind, TKind>(provider => provider.GetRequiredService<TKind>()));
        return services;
    }
}

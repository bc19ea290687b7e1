using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Pipeline.Crm;
using Pipeline.Days;
using Pipeline.Imports;
using Pipeline.Money;
using Pipeline.Rollups;
using Pipeline.Rollups.Rebuilds;
using Pipeline.Scoring.Refresh;
using Pipeline.Settings;
using Pipeline.Uploads;

namespace Pipeline.Reports;

/// <summary>Registers roll-ups and reports.</summary>
public static class ReportingServices
{
    /// <summary>Adds the handler of the <c>rollups</c> queue, the nightly schedule, and the reports with their settings.</summary>
    /// <param name="services">Where to add.</param>
    public static IServiceCollection AddReporting(this IServiceCollection services)
    {
        services.AddSettings<ReportOptions>(ReportOptions.Section);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ReportOptions>, ReportOptionsValidator>());
        services.AddSettings<TodayOptions>(PipelineOptions.Section);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TodayOptions>, TodayOptionsValidator>());
        services.TryAddSingleton<IndexRebuild>();
        services.TryAddSingleton<RebuildHandler>();
        services.TryAddSingleton<MonthEnds>();
        services.TryAddSingleton<VisitorVisits>();
        services.TryAddSingleton<DayRollups>();
        services.TryAddSingleton<RollupHandler>();
        services.TryAddSingleton<AnonymousViewHandler>();
        services.TryAddSingleton<RollupSchedule>();
        services.TryAddSingleton<IRollupRequests, RollupRequests>();
        services.TryAddSingleton(provider => new ReportMoney(provider.GetRequiredService<IOptions<PipelineOptions>>().Value.Currency));
        services.TryAddSingleton<CostImport>();
        services.TryAddSingleton<TargetImport>();
        services.TryAddSingleton(Uploads);
        services.TryAddSingleton(
            new ImportTemplates([InputTemplates.Costs, InputTemplates.Targets, CrmTemplates.Crm, CrmTemplates.Touches]));
        return services.AddReports();
    }

    private static UploadRoutes Uploads(IServiceProvider services)
    {
        var handler = services.GetRequiredService<ImportHandler>();
        var leads = services.GetRequiredService<LeadImports>();
        var (costs, targets) = (services.GetRequiredService<CostImport>(), services.GetRequiredService<TargetImport>());
        return new UploadRoutes(new Dictionary<string, Func<ImportRequest, CancellationToken, Task<ImportOutcome>>>
        {
            [CrmColumns.All.Endpoint] = leads.TakeCrmAsync,
            [TouchImport.Columns.Endpoint] = leads.TakeTouchesAsync,
            [costs.Table.Endpoint] = (request, token) => handler.HandleAsync(costs, request, token),
            [targets.Table.Endpoint] = (request, token) => handler.HandleAsync(targets, request, token),
        });
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Pipeline.Reporting;

/// <summary>Registers roll-ups and reports.</summary>
public static class ReportingServices
{
    /// <summary>Adds the handler of the <c>rollups</c> queue, the nightly schedule and the reports.</summary>
    /// <param name="services">Where to add.</param>
    public static IServiceCollection AddReporting(this IServiceCollection services)
    {
        services.TryAddSingleton<RollupHandler>();
        services.TryAddSingleton<AnonymousViewHandler>();
        services.TryAddSingleton<RollupSchedule>();
        services.TryAddSingleton<ReportHandler>();
        return services;
    }
}

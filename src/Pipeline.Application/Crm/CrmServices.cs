using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Pipeline.Crm;

/// <summary>Registers the uploads about leads.</summary>
public static class CrmServices
{
    /// <summary>Adds CRM rows and offline touches; the ports are added by the storage project.</summary>
    /// <param name="services">Where to add.</param>
    public static IServiceCollection AddCrm(this IServiceCollection services)
    {
        services.TryAddSingleton<OpportunityJoin>();
        services.TryAddSingleton<PendingRefreshes>();
        services.TryAddSingleton<KnownChannels>();
        services.TryAddSingleton<LeadImports>();
        return services;
    }
}

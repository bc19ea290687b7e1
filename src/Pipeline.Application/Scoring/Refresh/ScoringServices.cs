using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Pipeline.Leads;
using Pipeline.Settings;

namespace Pipeline.Scoring.Refresh;

/// <summary>Registers the stage <c>scoring</c>.</summary>
public static class ScoringServices
{
    /// <summary>Adds the handler of the <c>scores</c> queue, the decay schedule, and computing every lead anew after new rules.</summary>
    /// <param name="services">Where to add.</param>
    public static IServiceCollection AddScoring(this IServiceCollection services)
    {
        services.AddLeads();
        services.TryAddSingleton<LeadHints>();
        services.TryAddSingleton<ProfileWriter>();
        services.TryAddSingleton<LeadRefresh>();
        services.TryAddSingleton<LeadRefreshHandler>();
        services.TryAddSingleton<DecaySchedule>();
        services.TryAddSingleton<LeadRescore>();
        services.TryAddSingleton<IRulesEffect>(provider => provider.GetRequiredService<LeadRescore>());
        return services;
    }
}

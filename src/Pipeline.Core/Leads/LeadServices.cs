using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Pipeline.Leads;

/// <summary>Registers scoring and leads.</summary>
public static class LeadServices
{
    /// <summary>Adds the handler of the <c>scores</c> queue, the decay schedule and the questions about leads.</summary>
    /// <param name="services">Where to add.</param>
    public static IServiceCollection AddScoring(this IServiceCollection services)
    {
        services.TryAddSingleton<LeadHistoryReader>();
        services.TryAddSingleton<LeadRefreshHandler>();
        services.TryAddSingleton<DecaySchedule>();
        services.TryAddSingleton<RulesPreview>();
        services.TryAddSingleton<LeadQueries>();
        services.TryAddSingleton<LinkUndo>();
        return services;
    }
}

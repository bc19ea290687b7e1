using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Pipeline.Events;
using Pipeline.Leads.Aliases;
using Pipeline.Leads.Handoffs;
using Pipeline.Leads.Previews;
using Pipeline.Leads.Rescore;
using Pipeline.Leads.Shown;
using Pipeline.Ruleset;
using Pipeline.Settings;

namespace Pipeline.Leads;

/// <summary>Registers scoring and leads.</summary>
public static class LeadServices
{
    /// <summary>Adds the handler of the <c>scores</c> queue, the decay schedule and the questions about leads.</summary>
    /// <param name="services">Where to add.</param>
    public static IServiceCollection AddScoring(this IServiceCollection services)
    {
        services.AddRules();
        services.TryAddSingleton(_ => DisposableDomains.None);
        services.TryAddSingleton<LeadHistoryReader>();
        services.TryAddSingleton<LeadHints>();
        services.TryAddSingleton<HandoffOutbox>();
        services.TryAddSingleton<LeadRefresh>();
        services.TryAddSingleton<LeadRefreshHandler>();
        services.TryAddSingleton<DecaySchedule>();
        services.TryAddSingleton<RulesPreview>();
        services.TryAddSingleton<LeadRescore>();
        services.TryAddSingleton<IRulesEffect>(provider => provider.GetRequiredService<LeadRescore>());
        services.TryAddSingleton<LeadQueries>();
        services.TryAddSingleton<UndoHandler>();
        services.TryAddSingleton<LinkUndo>();
        services.TryAddSingleton<LeadFamilyReader>();
        services.TryAddSingleton<AliasHandler>();
        services.TryAddSingleton<AliasRequests>();
        services.TryAddSingleton<IHandoffReceiver, NoHandoffReceiver>();
        services.TryAddSingleton<HandoffHandler>();
        return services;
    }
}

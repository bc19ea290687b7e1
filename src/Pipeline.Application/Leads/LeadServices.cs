using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Pipeline.Events;
using Pipeline.Leads.Aliases;
using Pipeline.Leads.Handoffs;
using Pipeline.Leads.Pages;
using Pipeline.Leads.Previews;
using Pipeline.Leads.Shown;
using Pipeline.Ruleset;

namespace Pipeline.Leads;

/// <summary>Registers the questions about leads, and what people do with them.</summary>
public static class LeadServices
{
    /// <summary>Adds how leads are read, shown and previewed, aliases, undone links and hand-offs.</summary>
    /// <param name="services">Where to add.</param>
    public static IServiceCollection AddLeads(this IServiceCollection services)
    {
        services.AddRules();
        services.TryAddSingleton(_ => DisposableDomains.None);
        services.TryAddSingleton<LeadHistoryReader>();
        services.TryAddSingleton<HandoffOutbox>();
        services.TryAddSingleton<RulesPreview>();
        services.TryAddSingleton<LeadQueries>();
        services.TryAddSingleton<LeadPageWriter>();
        services.TryAddSingleton<ListedLeads>();
        services.TryAddSingleton<LeadLists>();
        services.TryAddSingleton<UndoHandler>();
        services.TryAddSingleton<LinkUndo>();
        services.TryAddSingleton<DisownHandler>();
        services.TryAddSingleton<DisownRequests>();
        services.TryAddSingleton<LeadFamilyReader>();
        services.TryAddSingleton<AliasHandler>();
        services.TryAddSingleton<AliasRequests>();
        services.TryAddSingleton<IHandoffReceiver, NoHandoffReceiver>();
        services.TryAddSingleton<HandoffHandler>();
        return services;
    }
}

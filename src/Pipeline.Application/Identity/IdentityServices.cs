using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Pipeline.Leads.Facts;
using Pipeline.Records;
using Pipeline.Ruleset;
using Pipeline.Settings;

namespace Pipeline.Identity;

/// <summary>Registers the identity stage.</summary>
public static class IdentityServices
{
    /// <summary>Adds the handler of the <c>events</c> queue and what it computes with.</summary>
    /// <param name="services">Where to add.</param>
    public static IServiceCollection AddIdentity(this IServiceCollection services)
    {
        services.AddRules();
        services.TryAddSingleton<ConflictRetry>();
        services.TryAddSingleton<CurrentLeadIds>();
        services.TryAddSingleton<VisitorStateCache>();
        services.TryAddSingleton<WaitingClicks>();
        services.TryAddSingleton<VisitorWriter>();
        services.TryAddSingleton<VisitorConsents>();
        services.TryAddSingleton<VisitorEvents>();
        services.TryAddSingleton<IdentityHandler>();
        services.TryAddSingleton<StateRebuild>();
        return services;
    }
}

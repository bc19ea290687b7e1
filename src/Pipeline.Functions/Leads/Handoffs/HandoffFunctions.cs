using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Pipeline.Leads.Handoffs;
using Pipeline.Settings;

namespace Pipeline.Functions.Leads.Handoffs;

/// <summary>Registers the webhook to sales.</summary>
public static class HandoffFunctions
{
    /// <summary>Adds the settings of section <c>Pipeline:Handoff</c> and the receiver; before scoring, which has none.</summary>
    /// <param name="services">Where to add.</param>
    public static IServiceCollection AddHandoffs(this IServiceCollection services)
    {
        services.AddSettings<HandoffOptions>(HandoffOptions.Section);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HandoffOptions>, HandoffOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HandoffOptions>, HandoffAddressValidator>());
        services.TryAddSingleton<IHandoffReceiver, WebhookReceiver>();
        return services;
    }
}

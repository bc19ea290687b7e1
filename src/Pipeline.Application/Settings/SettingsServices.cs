using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Pipeline.Money;
using Pipeline.Time;

namespace Pipeline.Settings;

/// <summary>Registers what every stage shares.</summary>
public static class SettingsServices
{
    /// <summary>Adds the settings of section <c>Pipeline</c>, the clock and the local time.</summary>
    /// <param name="services">Where to add.</param>
    public static IServiceCollection AddPipelineSettings(this IServiceCollection services)
    {
        services.AddSettings<TimeOptions>(PipelineOptions.Section, SettingsFaults.StopStart);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TimeOptions>, TimeOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TimeOptions>, TimeZoneValidator>());
        services.AddSettings<RulesOptions>(PipelineOptions.Section);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RulesOptions>, RulesOptionsValidator>());
        services.AddSettings<PipelineOptions>(PipelineOptions.Section);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PipelineOptions>, PipelineOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PipelineOptions>, CurrencyValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider =>
            new LocalTime(TimeZoneInfo.FindSystemTimeZoneById(provider.GetRequiredService<IOptions<TimeOptions>>().Value.TimeZone)));
        services.TryAddSingleton<SettingsHandler>();
        return services;
    }

    /// <summary>Adds a document of rules, to be compiled, checked, versioned, activated and kept in memory as the others.</summary>
    /// <typeparam name="TDocument">The document.</typeparam>
    /// <typeparam name="TRules">What it is compiled to.</typeparam>
    /// <param name="services">Where to add.</param>
    public static IServiceCollection AddRulesDocument<TDocument, TRules>(this IServiceCollection services)
        where TDocument : class, IRulesDocument<TRules>
        where TRules : class
    {
        services.TryAddSingleton<TDocument>();
        services.TryAddSingleton<IRulesDocument<TRules>>(provider => provider.GetRequiredService<TDocument>());
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<ISettingsDocument, TDocument>(provider => provider.GetRequiredService<TDocument>()));
        services.TryAddSingleton<RulesCache<TRules>>();
        return services;
    }
}

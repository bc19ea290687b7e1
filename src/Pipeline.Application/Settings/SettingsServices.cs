using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Pipeline.Capture.Channels;
using Pipeline.Capture.Links;
using Pipeline.Leads;
using Pipeline.Lifecycle;
using Pipeline.Scoring;

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
        services.TryAddSingleton<ScoringDocument>();
        services.TryAddSingleton<ChannelDocument>();
        services.TryAddSingleton<StageSettings>();
        services.TryAddSingleton<IRulesDocument<ScoreEngine>>(provider => provider.GetRequiredService<ScoringDocument>());
        services.TryAddSingleton<IRulesDocument<ChannelClassifier>>(provider => provider.GetRequiredService<ChannelDocument>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISettingsDocument, ScoringDocument>(
            provider => provider.GetRequiredService<ScoringDocument>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISettingsDocument, ChannelDocument>(
            provider => provider.GetRequiredService<ChannelDocument>()));
        services.TryAddSingleton<IRulesDocument<StageBook>>(provider => provider.GetRequiredService<StageSettings>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISettingsDocument, StageSettings>(
            provider => provider.GetRequiredService<StageSettings>()));
        services.TryAddSingleton<LinkDocument>();
        services.TryAddSingleton<IRulesDocument<LinkSet>>(provider => provider.GetRequiredService<LinkDocument>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISettingsDocument, LinkDocument>(
            provider => provider.GetRequiredService<LinkDocument>()));
        services.TryAddSingleton<LinkSource>();
        services.TryAddSingleton<ChannelsSource>();
        services.TryAddSingleton(typeof(RulesReader<>));
        services.TryAddSingleton<RulesSource>();
        services.TryAddSingleton<LeadRescore>();
        services.TryAddSingleton<SettingsHandler>();
        return services;
    }
}

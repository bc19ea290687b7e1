using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Pipeline.Capture.Bots;
using Pipeline.Capture.Intake;
using Pipeline.Capture.Links;
using Pipeline.Capture.Privacy;
using Pipeline.Capture.Queueing;
using Pipeline.Capture.Sites;
using Pipeline.Channels;
using Pipeline.Events;
using Pipeline.Settings;

namespace Pipeline.Capture;

/// <summary>Registers the capture stage.</summary>
public static class CaptureServices
{
    /// <summary>
    /// Adds the handlers, the group commit and the settings of section <c>Pipeline:Capture</c>. The ports
    /// <see cref="IEventQueue"/> and <see cref="IIdGenerator"/> are added by the storage and functions projects.
    /// </summary>
    /// <param name="services">Where to add.</param>
    public static IServiceCollection AddCapture(this IServiceCollection services)
    {
        services.AddSettings<CaptureOptions>(CaptureOptions.Section, SettingsFaults.StopStart);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CaptureOptions>, CaptureOptionsValidator>());
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<CaptureMetrics>();
        services.TryAddSingleton<GroupCommit>();
        services.TryAddSingleton<Rejections>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CaptureOptions>, SitesValidator>());
        services.TryAddSingleton(provider => new ChannelClassifier(
            ChannelRules.Default, SiteList.HostsOf(provider.GetRequiredService<IOptions<CaptureOptions>>().Value)));
        services.AddLinks();
        services.TryAddSingleton<SiteList>();
        services.TryAddSingleton<VisitorPolicy>();
        services.TryAddSingleton<AnonymousViews>();
        services.TryAddSingleton<WireEventReader>();
        services.TryAddSingleton<CaptureEventsHandler>();
        services.TryAddSingleton<CapturePixelHandler>();
        services.TryAddSingleton<CaptureFormHandler>();
        services.TryAddSingleton<CaptureConsentHandler>();
        services.AddSettings<BotOptions>(CaptureOptions.Section, SettingsFaults.StopStart);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<BotOptions>, BotOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<BotOptions>, OwnAddressesValidator>());
        services.TryAddSingleton<BotDetector>();
        services.AddHostedService<GroupCommitFlush>();
        return services;
    }
}

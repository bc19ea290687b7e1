using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Pipeline.Capture;
using Pipeline.Capture.Links;
using Pipeline.Capture.Sites;
using Pipeline.Channels;
using Pipeline.Lifecycle;
using Pipeline.Scoring;
using Pipeline.Scoring.Documents;
using Pipeline.Settings;

namespace Pipeline.Ruleset;

/// <summary>Registers the rules by which views are computed.</summary>
public static class RulesServices
{
    /// <summary>Adds the documents of score, channels, stages and links, and what gives their rules in use.</summary>
    /// <param name="services">Where to add.</param>
    public static IServiceCollection AddRules(this IServiceCollection services)
    {
        services.AddRulesDocument<ScoringDocument, ScoreEngine>();
        services.TryAddSingleton(
            provider => new ChannelDocument(SiteList.HostsOf(provider.GetRequiredService<IOptions<CaptureOptions>>().Value)));
        services.AddRulesDocument<ChannelDocument, ChannelClassifier>();
        services.AddRulesDocument<StageSettings, StageBook>();
        services.AddRulesDocument<LinkDocument, LinkSet>();
        services.TryAddSingleton<CurrentRules>();
        return services;
    }
}

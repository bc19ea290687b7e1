using Pipeline.Attribution;
using Pipeline.Channels;
using Pipeline.Crm.Facts;
using Pipeline.Events;
using Pipeline.Settings;

namespace Pipeline.Leads;

/// <summary>Uploaded contacts as touches of a journey.</summary>
internal static class OfflineTouches
{
    /// <summary>Rule id of a touch whose upload names its channel.</summary>
    public const string UploadRule = "upload";

    private const string NotSet = "(not set)";

    public static void Add(
        IEnumerable<OfflineTouch> uploaded, RulesTimeline<ChannelClassifier> rules, DateTimeOffset at, Dictionary<string, Touch> touches)
    {
        foreach (var touch in uploaded.Where(touch => !touch.Removed && touch.At <= at))
        {
            touches.TryAdd(touch.Key, new Touch { Id = touch.Key, At = touch.At, Source = SourceOf(touch, rules.At(touch.At).Rules) });
        }
    }

    private static VisitSource SourceOf(OfflineTouch touch, ChannelClassifier classifier)
    {
        var campaign = touch.Campaign ?? touch.Name;
        var decided = classifier.Classify(
            new CampaignParameters { Source = touch.Source, Medium = touch.Medium, Campaign = campaign },
            referrer: null,
            pageHost: null,
            previousVisit: null);
        return decided with
        {
            Channel = touch.Channel ?? decided.Channel,
            Source = touch.Source ?? NotSet,
            RuleId = touch.Channel is null ? decided.RuleId : UploadRule,
        };
    }
}

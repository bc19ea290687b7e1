using Pipeline.Events;

namespace Pipeline.Channels;

/// <summary>One channel rule: the first whose condition holds decides.</summary>
/// <param name="Id">Id, stored with the decision.</param>
/// <param name="Channel">The channel it decides; of <c>own-referrer</c> and <c>click-id</c> only when nothing else is known.</param>
/// <param name="Medium">Medium of a visit without <c>utm_medium</c>.</param>
/// <param name="Holds">The condition.</param>
internal sealed record ChannelRule(string Id, string Channel, string Medium, ChannelRule.Condition Holds)
{
    /// <summary>A condition over what is known of a visit.</summary>
    /// <param name="facts">What is known.</param>
    /// <returns>True when the rule decides.</returns>
    public delegate bool Condition(in ChannelFacts facts);

    /// <summary>Medium of a tagged visit without <c>utm_medium</c> where the rule implies none.</summary>
    public const string NotSet = "(not set)";

    /// <summary>Every rule in the default order.</summary>
    public static IReadOnlyList<ChannelRule> All { get; } =
    [
        new(ChannelRuleIds.OwnReferrer, ChannelNames.Direct, "(none)", static (in f) => f.IsOwnReferrer && !f.IsTagged && f.Click is null),
        new(ChannelRuleIds.ClickId, ChannelNames.PaidOther, "cpc", static (in f) => f.Click is not null && !f.IsTagged),
        new(ChannelRuleIds.CrossNetwork, ChannelNames.CrossNetwork, NotSet, static (in f) => Terms.Has(f.Campaign, "cross-network")),
        new(ChannelRuleIds.PaidShopping, ChannelNames.PaidShopping, "cpc",
            static (in f) => (f.Kind == SourceKind.Shopping || Terms.IsShopCampaign(f.Campaign)) && f.IsPaid),
        new(ChannelRuleIds.PaidSearch, ChannelNames.PaidSearch, "cpc", static (in f) => f.Kind == SourceKind.Search && f.IsPaid),
        new(ChannelRuleIds.PaidSocial, ChannelNames.PaidSocial, "cpc", static (in f) => f.Kind == SourceKind.Social && f.IsPaid),
        new(ChannelRuleIds.PaidVideo, ChannelNames.PaidVideo, "cpc", static (in f) => f.Kind == SourceKind.Video && f.IsPaid),
        new(ChannelRuleIds.Display, ChannelNames.Display, "display",
            static (in f) => Terms.IsOneOf(f.Medium, ["display", "banner", "expandable", "interstitial", "cpm"])),
        new(ChannelRuleIds.PaidOther, ChannelNames.PaidOther, "cpc", static (in f) => f.IsPaid),
        new(ChannelRuleIds.AdFrame, ChannelNames.Display, "display", static (in f) => f.Kind == SourceKind.Ads && f.Medium.IsEmpty),
        new(ChannelRuleIds.OrganicShopping, ChannelNames.OrganicShopping, "shopping",
            static (in f) => f.Kind == SourceKind.Shopping || Terms.IsShopCampaign(f.Campaign)),
        new(ChannelRuleIds.OrganicSocial, ChannelNames.OrganicSocial, "social", static (in f) => f.Kind == SourceKind.Social
            || Terms.IsOneOf(f.Medium, ["social", "social-network", "social-media", "sm", "social network", "social media"])),
        new(ChannelRuleIds.OrganicVideo, ChannelNames.OrganicVideo, "video",
            static (in f) => f.Kind == SourceKind.Video || Terms.Has(f.Medium, "video")),
        new(ChannelRuleIds.AiAssistant, ChannelNames.AiAssistant, "ai",
            static (in f) => f.Kind == SourceKind.Ai || Terms.IsOneOf(f.Medium, ["ai-assistant"])),
        new(ChannelRuleIds.Webmail, ChannelNames.Email, "email", static (in f) => f.Kind == SourceKind.Webmail),
        new(ChannelRuleIds.OrganicSearch, ChannelNames.OrganicSearch, "organic",
            static (in f) => f.Kind == SourceKind.Search || Terms.IsOneOf(f.Medium, ["organic"])),
        new(ChannelRuleIds.Email, ChannelNames.Email, "email", static (in f) => f.IsEmail),
        new(
            ChannelRuleIds.Affiliates,
            ChannelNames.Affiliates,
            "affiliate",
            static (in f) => Terms.IsOneOf(f.Medium, ["affiliate", "affiliates"])),
        new(
            ChannelRuleIds.ReferralMedium,
            ChannelNames.Referral,
            "referral",
            static (in f) => Terms.IsOneOf(f.Medium, ["referral", "app", "link"])),
        new(ChannelRuleIds.Audio, ChannelNames.Audio, "audio", static (in f) => Terms.IsOneOf(f.Medium, ["audio"])),
        new(ChannelRuleIds.Sms, ChannelNames.Sms, "sms",
            static (in f) => Terms.IsOneOf(f.Source, ["sms"]) || Terms.IsOneOf(f.Medium, ["sms"])),
        new(ChannelRuleIds.Push, ChannelNames.Push, "push",
            static (in f) => f.Medium.EndsWith("push", StringComparison.OrdinalIgnoreCase)
                || Terms.Has(f.Medium, "mobile") || Terms.Has(f.Medium, "notification") || Terms.IsOneOf(f.Source, ["firebase"])),
        new(ChannelRuleIds.OtherCampaign, ChannelNames.OtherCampaign, NotSet, static (in f) => f.IsTagged),
        new(ChannelRuleIds.Referral, ChannelNames.Referral, "referral", static (in f) => f.IsForeignReferrer),
        new(ChannelRuleIds.Direct, ChannelNames.Direct, "(none)", static (in _) => true),
    ];
}

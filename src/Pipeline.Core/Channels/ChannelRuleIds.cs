namespace Pipeline.Channels;

/// <summary>Ids of the channel rules, stored with every decision.</summary>
public static class ChannelRuleIds
{
    /// <summary>Own or excluded referrer without campaign parameters or deciding click id: the previous visit's source.</summary>
    public const string OwnReferrer = "own-referrer";

    /// <summary>Click id without campaign parameters: its paid channel.</summary>
    public const string ClickId = "click-id";

    /// <summary>Campaign name contains <c>cross-network</c>.</summary>
    public const string CrossNetwork = "cross-network";

    /// <summary>Paid medium, and shopping source or a campaign named after a shop.</summary>
    public const string PaidShopping = "paid-shopping";

    /// <summary>Paid medium and search source.</summary>
    public const string PaidSearch = "paid-search";

    /// <summary>Paid medium and social source.</summary>
    public const string PaidSocial = "paid-social";

    /// <summary>Paid medium and video source.</summary>
    public const string PaidVideo = "paid-video";

    /// <summary>Medium is <c>display</c>, <c>banner</c>, <c>expandable</c>, <c>interstitial</c> or <c>cpm</c>.</summary>
    public const string Display = "display";

    /// <summary>Paid medium.</summary>
    public const string PaidOther = "paid-other";

    /// <summary>A page inside an advert's frame, or a source of the list of advertising networks.</summary>
    public const string AdFrame = "ad-frame";

    /// <summary>Shopping source, or a campaign named after a shop.</summary>
    public const string OrganicShopping = "organic-shopping";

    /// <summary>Social source or medium.</summary>
    public const string OrganicSocial = "organic-social";

    /// <summary>Video source, or medium contains <c>video</c>.</summary>
    public const string OrganicVideo = "organic-video";

    /// <summary>AI assistant source, or medium is <c>ai-assistant</c>.</summary>
    public const string AiAssistant = "ai-assistant";

    /// <summary>Webmail source.</summary>
    public const string Webmail = "webmail";

    /// <summary>Search source, or medium is <c>organic</c>.</summary>
    public const string OrganicSearch = "organic-search";

    /// <summary>Source or medium is e-mail in any spelling or contains <c>newsletter</c>.</summary>
    public const string Email = "email";

    /// <summary>Medium is <c>affiliate</c> or <c>affiliates</c>.</summary>
    public const string Affiliates = "affiliates";

    /// <summary>Medium is <c>referral</c>, <c>app</c> or <c>link</c>.</summary>
    public const string ReferralMedium = "referral-medium";

    /// <summary>Medium is <c>audio</c>.</summary>
    public const string Audio = "audio";

    /// <summary>Source or medium is <c>sms</c>.</summary>
    public const string Sms = "sms";

    /// <summary>Medium ends with <c>push</c> or contains <c>mobile</c> or <c>notification</c>, or source is <c>firebase</c>.</summary>
    public const string Push = "push";

    /// <summary>Any campaign parameter.</summary>
    public const string OtherCampaign = "other-campaign";

    /// <summary>Any referrer that is not own or excluded.</summary>
    public const string Referral = "referral";

    /// <summary>Everything else.</summary>
    public const string Direct = "direct";
}

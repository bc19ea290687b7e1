namespace Pipeline.Channels;

/// <summary>Names of the channels. Every visit has exactly one.</summary>
public static class ChannelNames
{
    /// <summary>Campaigns that run over several networks.</summary>
    public const string CrossNetwork = "Cross-network";

    /// <summary>Adverts on shopping sites.</summary>
    public const string PaidShopping = "Paid Shopping";

    /// <summary>Adverts on search engines.</summary>
    public const string PaidSearch = "Paid Search";

    /// <summary>Adverts on social networks.</summary>
    public const string PaidSocial = "Paid Social";

    /// <summary>Adverts on video sites.</summary>
    public const string PaidVideo = "Paid Video";

    /// <summary>Banner adverts.</summary>
    public const string Display = "Display";

    /// <summary>Any other paid click.</summary>
    public const string PaidOther = "Paid Other";

    /// <summary>Unpaid visits from shopping sites and price comparisons.</summary>
    public const string OrganicShopping = "Organic Shopping";

    /// <summary>Unpaid visits from social networks.</summary>
    public const string OrganicSocial = "Organic Social";

    /// <summary>Unpaid visits from video sites.</summary>
    public const string OrganicVideo = "Organic Video";

    /// <summary>Visits from AI assistants.</summary>
    public const string AiAssistant = "AI Assistant";

    /// <summary>Visits from e-mails.</summary>
    public const string Email = "E-mail";

    /// <summary>Unpaid visits from search engines.</summary>
    public const string OrganicSearch = "Organic Search";

    /// <summary>Visits from affiliates.</summary>
    public const string Affiliates = "Affiliates";

    /// <summary>Links on any other site.</summary>
    public const string Referral = "Referral";

    /// <summary>Adverts in podcasts and music services.</summary>
    public const string Audio = "Audio";

    /// <summary>Text messages.</summary>
    public const string Sms = "SMS";

    /// <summary>Push notifications.</summary>
    public const string Push = "Push";

    /// <summary>Campaign parameters that no other rule knows.</summary>
    public const string OtherCampaign = "Other Campaign";

    /// <summary>Nothing is known: address typed, bookmark, or a referrer that was withheld.</summary>
    public const string Direct = "Direct";

    /// <summary>Every channel, paid ones first, Direct last.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        CrossNetwork, PaidShopping, PaidSearch, PaidSocial, PaidVideo, Display, PaidOther, OrganicShopping, OrganicSocial, OrganicVideo,
        AiAssistant, Email, OrganicSearch, Affiliates, Referral, Audio, Sms, Push, OtherCampaign, Direct,
    ];
}

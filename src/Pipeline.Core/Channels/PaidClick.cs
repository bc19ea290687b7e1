using Pipeline.Events;

namespace Pipeline.Channels;

/// <summary>What a click id says by itself: it is only put on paid clicks, or by one mail tool.</summary>
/// <param name="Source">The advertising network, or the mail tool.</param>
/// <param name="Medium">Medium that such a click has in reports.</param>
internal sealed record PaidClick(string Channel, string Source, string Medium)
{
    private static readonly PaidClick Google = new(ChannelNames.PaidSearch, "google", "cpc");
    private static readonly PaidClick Bing = new(ChannelNames.PaidSearch, "bing", "cpc");
    private static readonly PaidClick Yandex = new(ChannelNames.PaidSearch, "yandex", "cpc");
    private static readonly PaidClick GoogleDisplay = new(ChannelNames.Display, "google", "display");
    private static readonly PaidClick TikTok = new(ChannelNames.PaidSocial, "tiktok", "cpc");
    private static readonly PaidClick Twitter = new(ChannelNames.PaidSocial, "twitter", "cpc");
    private static readonly PaidClick LinkedIn = new(ChannelNames.PaidSocial, "linkedin", "cpc");
    private static readonly PaidClick Reddit = new(ChannelNames.PaidSocial, "reddit", "cpc");
    private static readonly PaidClick Snapchat = new(ChannelNames.PaidSocial, "snapchat", "cpc");
    private static readonly PaidClick Pinterest = new(ChannelNames.PaidSocial, "pinterest", "cpc");
    private static readonly PaidClick Quora = new(ChannelNames.PaidSocial, "quora", "cpc");
    private static readonly PaidClick Taboola = new(ChannelNames.Display, "taboola", "display");
    private static readonly PaidClick Outbrain = new(ChannelNames.Display, "outbrain", "display");
    private static readonly PaidClick Awin = new(ChannelNames.Affiliates, "awin", "affiliate");
    private static readonly PaidClick Impact = new(ChannelNames.Affiliates, "impact", "affiliate");
    private static readonly PaidClick Mailchimp = new(ChannelNames.Email, "mailchimp", "email");
    private static readonly PaidClick HubSpot = new(ChannelNames.Email, "hubspot", "email");
    private static readonly PaidClick Marketo = new(ChannelNames.Email, "marketo", "email");

    /// <summary>What a kind of click id says.</summary>
    /// <param name="clickIdKind">Name of the parameter, lower case; may be null.</param>
    /// <returns>Null when it decides nothing, as <c>fbclid</c>.</returns>
    public static PaidClick? Of(string? clickIdKind) => clickIdKind switch
    {
        "gclid" or "gbraid" or "wbraid" or ClickIdNames.GoogleAds => Google,
        "msclkid" => Bing,
        "yclid" => Yandex,
        "dclid" => GoogleDisplay,
        "ttclid" => TikTok,
        "twclid" => Twitter,
        "li_fat_id" => LinkedIn,
        "rdt_cid" => Reddit,
        "sccid" => Snapchat,
        "epik" => Pinterest,
        "qclid" => Quora,
        "tblci" => Taboola,
        "dicbo" => Outbrain,
        "awc" => Awin,
        "irclickid" => Impact,
        "mc_cid" => Mailchimp,
        "_hsmi" => HubSpot,
        ClickIdNames.Marketo => Marketo,
        _ => null,
    };
}

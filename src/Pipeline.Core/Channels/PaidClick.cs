namespace Pipeline.Channels;

/// <summary>What a click id says by itself: it is only put on paid clicks.</summary>
/// <param name="Channel">Its paid channel.</param>
/// <param name="Source">The advertising network.</param>
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

    /// <summary>What a kind of click id says.</summary>
    /// <param name="clickIdKind">Name of the parameter, lower case; may be null.</param>
    /// <returns>Null when it decides nothing, as <c>fbclid</c>.</returns>
    public static PaidClick? Of(string? clickIdKind) => clickIdKind switch
    {
        "gclid" or "gbraid" or "wbraid" => Google,
        "msclkid" => Bing,
        "yclid" => Yandex,
        "dclid" => GoogleDisplay,
        "ttclid" => TikTok,
        "twclid" => Twitter,
        "li_fat_id" => LinkedIn,
        _ => null,
    };
}

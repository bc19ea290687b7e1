namespace Pipeline.UnitTests.Channels;

/// <summary>What channel a landing address and its referrer should get: one table, written apart from the rules it checks.</summary>
internal static class ChannelOracle
{
    /// <summary>Columns of <see cref="Table"/>: the list that the referrer (untagged) or <c>utm_source</c> (tagged) stands in.</summary>
    public static readonly string[] Lists = ["search", "social", "video", "shopping", "webmail", "ai", "referral", "excluded", "stranger"];

    /// <summary>
    /// Rows: the query without <c>utm_source</c>, and whether the source is tagged. Columns as <see cref="Lists"/>, or one channel for all
    /// of them.
    /// </summary>
    public static readonly (string Query, bool IsTagged, string Channels)[] Table =
    [
        ("", false, "Organic Search|Organic Social|Organic Video|Organic Shopping|E-mail|AI Assistant|Referral|(previous)|Referral"),
        ("page=2&ref=x", false, "Organic Search|Organic Social|Organic Video|Organic Shopping|E-mail|AI "
            + "Assistant|Referral|(previous)|Referral"),
        ("fbclid=IwAR0", false, "Organic Search|Organic Social|Organic Video|Organic Shopping|E-mail|AI "
            + "Assistant|Referral|(previous)|Referral"),
        ("gclid=Cj0", false, "Paid Search"),
        ("dclid=Cj0", false, "Display"),
        ("utm_campaign=x", false, "Other Campaign"),
        ("", true, "Organic Search|Organic Social|Organic Video|Organic Shopping|E-mail|AI Assistant|Other Campaign|Other Campaign|Other "
            + "Campaign"),
        ("utm_medium=CPC", true, "Paid Search|Paid Social|Paid Video|Paid Shopping|Paid Other|Paid Other|Paid Other|Paid Other|Paid Other"),
        ("utm_medium=cpm", true, "Paid Search|Paid Social|Paid Video|Paid Shopping|Display|Display|Display|Display|Display"),
        ("utm_medium=paid-x&gclid=1", true, "Paid Search|Paid Social|Paid Video|Paid Shopping|Paid Other|Paid Other|Paid Other|Paid "
            + "Other|Paid Other"),
        ("utm_medium=Retargeting", true, "Paid Search|Paid Social|Paid Video|Paid Shopping|Paid Other|Paid Other|Paid Other|Paid "
            + "Other|Paid Other"),
        ("utm_medium=banner", true, "Display"),
        ("utm_medium=organic", true, "Organic Search|Organic Social|Organic Video|Organic Shopping|E-mail|AI Assistant|Organic "
            + "Search|Organic Search|Organic Search"),
        ("utm_medium=social", true, "Organic Social|Organic Social|Organic Social|Organic Shopping|Organic Social|Organic Social|Organic "
            + "Social|Organic Social|Organic Social"),
        ("utm_medium=e-mail", true, "Organic Search|Organic Social|Organic Video|Organic Shopping|E-mail|AI "
            + "Assistant|E-mail|E-mail|E-mail"),
        ("utm_medium=affiliate", true, "Organic Search|Organic Social|Organic Video|Organic Shopping|E-mail|AI "
            + "Assistant|Affiliates|Affiliates|Affiliates"),
        ("utm_medium=link", true, "Organic Search|Organic Social|Organic Video|Organic Shopping|E-mail|AI "
            + "Assistant|Referral|Referral|Referral"),
        ("utm_medium=qr", true, "Organic Search|Organic Social|Organic Video|Organic Shopping|E-mail|AI Assistant|Other Campaign|Other "
            + "Campaign|Other Campaign"),
        ("utm_medium=cpc&utm_campaign=shopping", true, "Paid Shopping"),
        ("utm_medium=cpc&utm_campaign=cross-network", true, "Cross-network"),
    ];

    /// <summary>Channel of one cell; <c>(previous)</c> stands for the previous visit's.</summary>
    public static string Channel(string channels, string list) =>
        channels.Split('|') is [var only] ? only : channels.Split('|')[Array.IndexOf(Lists, list)];
}

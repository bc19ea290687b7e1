namespace Pipeline.Events;

/// <summary>
/// Names of the click id parameters that become fields of an event: of paid clicks, and of links in the mails of one tool.
/// </summary>
public static class ClickIdNames
{
    /// <summary>Facebook's click id; put on paid and unpaid links alike, so it says the source at most.</summary>
    public const string Facebook = "fbclid";

    /// <summary>Google's sign of an advert that comes without a click id, or beside one.</summary>
    public const string GoogleAds = "gad_source";

    /// <summary>Marketo's token; it names the person, so its value is not kept.</summary>
    public const string Marketo = "mkt_tok";

    /// <summary>Every click id name, lower case.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "gclid", "gbraid", "wbraid", "msclkid", "yclid", "dclid", "ttclid", "twclid", "li_fat_id", "rdt_cid", "sccid", "epik", "qclid",
        "tblci", "dicbo",
        "awc", "irclickid", "mc_cid", "_hsmi", Marketo, GoogleAds, Facebook,
    ];

    /// <summary>How much a click id says: of two in one address the one that says more is kept.</summary>
    /// <param name="kind">One of <see cref="All"/>.</param>
    /// <returns>1 to 3.</returns>
    public static int WeightOf(string? kind) => kind switch
    {
        Facebook => 1,
        GoogleAds or Marketo or "mc_cid" or "_hsmi" => 2,
        _ => 3,
    };
}

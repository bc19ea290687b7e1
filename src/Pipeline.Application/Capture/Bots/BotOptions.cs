using System.ComponentModel.DataAnnotations;

namespace Pipeline.Capture.Bots;

/// <summary>Settings of whose visits are flagged, section <c>Pipeline:Capture</c>.</summary>
public sealed class BotOptions
{
    /// <summary>Whether what machines send is flagged and left out of counts and scores.</summary>
    /// <value>True or false. Default true; false makes headless test browsers count like people.</value>
    public bool DetectBots { get; set; } = true;

    /// <summary>
    /// Addresses from which colleagues visit the site: their visits are kept, and flagged and left out of counts and scores like those of
    /// machines. The address of a request is compared and never kept.
    /// </summary>
    /// <value>At most 100 IP addresses or networks (<c>203.0.113.7</c>, <c>2001:db8::/32</c>). Default none.</value>
    [Required]
    [MaxLength(100)]
    public string[] OwnAddresses { get; set; } = [];

    /// <summary>
    /// Secret of the link <c>/own/{secret}</c>, which marks the browser that opens it as a colleague's for 13 months, wherever it is;
    /// <c>?off=1</c> takes the mark back.
    /// </summary>
    /// <value>16 to 128 letters, digits, <c>-</c> or <c>_</c>. Default none: there is no such link.</value>
    [RegularExpression("^[A-Za-z0-9_-]{16,128}$")]
    public string? OwnSecret { get; set; }
}

using System.ComponentModel.DataAnnotations;
using Pipeline.Events;

namespace Pipeline.Capture;

/// <summary>Settings of the capture stage, section <c>Pipeline:Capture</c>.</summary>
public sealed class CaptureOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Pipeline:Capture";

    /// <summary>Name of the visitor cookie.</summary>
    /// <value>1 to 64 letters, digits, <c>-</c> or <c>_</c>. Default <c>_pl</c>.</value>
    [Required]
    [RegularExpression("^[A-Za-z0-9_-]{1,64}$")]
    public string CookieName { get; set; } = "_pl";

    /// <summary>Domain of the visitor cookie, to share it over the sub-domains of a site.</summary>
    /// <value>A domain name such as <c>example.com</c>. Default none: the cookie belongs to the collector's host alone.</value>
    [RegularExpression(@"^[A-Za-z0-9.-]{1,253}$")]
    public string? CookieDomain { get; set; }

    /// <summary>
    /// Host by which browsers know the collector: a form may send its visitor back to it. The <c>Host</c> header of a request is no proof
    /// of it, for whoever sends the request writes it.
    /// </summary>
    /// <value>Host name without scheme and port, for example <c>data.example.com</c>. Default none: then a path alone leads to the
    /// collector.</value>
    [RegularExpression(@"^[A-Za-z0-9.-]{1,253}$")]
    public string? PublicHost { get; set; }

    /// <summary>Hosts to which a form may send its visitor back (<c>_next</c>), besides <see cref="PublicHost"/>.</summary>
    /// <value>Host names without scheme and port. Default none.</value>
    [Required]
    public string[] AllowedReturnHosts { get; set; } = [];

    /// <summary>Longest request body.</summary>
    /// <value>Bytes, 32,768 to 16,777,216. Default 1,048,576.</value>
    [Range(32_768, 16_777_216)]
    public int MaxBodyBytes { get; set; } = 1_048_576;

    /// <summary>Most events in one request.</summary>
    /// <value>Events, 1 to 10,000. Default 500.</value>
    [Range(1, 10_000)]
    public int MaxBatchEvents { get; set; } = 500;

    /// <summary>Bytes of events that may wait for the queue before senders are asked to come back later.</summary>
    /// <value>Bytes, 65,536 to 1,073,741,824. Default 16,777,216.</value>
    [Range(65_536, 1_073_741_824)]
    public int MaxWaitingBytes { get; set; } = 16_777_216;

    /// <summary>Time for storing one message, with all retries.</summary>
    /// <value>Time span, 100 ms to 2 s. Default 2 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:02")]
    public TimeSpan PutTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Local parts of e-mail addresses that belong to no lead, besides <see cref="JunkEmail.LocalParts"/>.</summary>
    /// <value>Texts before the <c>@</c>, any case. Default none.</value>
    [Required]
    public string[] JunkLocalParts { get; set; } = [];

    /// <summary>Our own e-mail domains, whose addresses are colleagues and no leads.</summary>
    /// <value>Domain names; their sub-domains are meant too. Default none.</value>
    [Required]
    public string[] OwnDomains { get; set; } = [];

    /// <summary>Name of a form field that people cannot see; a form in which it is filled comes from a robot.</summary>
    /// <value>Field name, at most 100 characters. Default none.</value>
    [StringLength(100, MinimumLength = 1)]
    public string? HoneypotField { get; set; }

    /// <summary>
    /// Shortest time in which a person fills a form; one that is sent sooner comes from a robot. Measured by the script (<c>_age</c>,
    /// seconds since the page was shown) or from a time that the page's template writes (<c>_shown</c>, Unix milliseconds); a form with
    /// neither passes.
    /// </summary>
    /// <value>Time span, 0 to 1 minute. Default 0: the trap is off.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan MinimumFormTime { get; set; }

    /// <summary>
    /// Names of the fields in forms as they are on the site, and what they are here (<c>email</c>, <c>company</c>, <c>first_name</c> …),
    /// for example <c>your-email</c> = <c>email</c>. A name with the form in front, as in <c>contact/your-email</c>, is of that form alone
    /// and wins.
    /// </summary>
    /// <value>Names, any case. Default none.</value>
    [Required]
    public Dictionary<string, string> FieldMapping { get; set; } = [];

    /// <summary>What captured events are for. Events keep the mode in which they were captured, also after a switch.</summary>
    /// <value><c>identify</c> or <c>measure</c>. Default <c>identify</c>.</value>
    [EnumDataType(typeof(CaptureMode))]
    public CaptureMode Mode { get; set; } = CaptureMode.Identify;

    /// <summary>Whether visitors that have not decided may be recognised.</summary>
    /// <value><c>optional</c> or <c>required</c>. Default <c>optional</c>.</value>
    [EnumDataType(typeof(ConsentRule))]
    public ConsentRule Consent { get; set; } = ConsentRule.Optional;

    /// <summary>Whether a browser that sends <c>DNT: 1</c> counts as one that refused. <c>Sec-GPC: 1</c> always does.</summary>
    /// <value>True or false. Default false.</value>
    public bool HonourDnt { get; set; }

    /// <summary>
    /// Sites whose pages may post from a browser, besides those of the collector's own registrable domain: origins
    /// (<c>https://www.example.org</c>), hosts
    /// (<c>www.example.org</c>: any scheme, and any port if it names none; <c>example.org</c> with it), or <c>null</c> for pages without an
    /// origin.
    /// They are own sites for channels, too: coming from one keeps the source. What another site posts is kept as a rejected event with
    /// reason
    /// <c>unknown_site</c>.
    /// </summary>
    /// <value>At most 100 entries, no wildcards. Default none: the own domain, and pages on the visitor's own machine (loopback).</value>
    [Required]
    [MaxLength(100)]
    public string[] Sites { get; set; } = [];

    /// <summary>Who sends CORS headers and answers preflights.</summary>
    /// <value><c>ours</c> or <c>platform</c>. Default <c>ours</c>.</value>
    [EnumDataType(typeof(CorsSide))]
    public CorsSide Cors { get; set; } = CorsSide.Ours;

    /// <summary>
    /// Most events stored of one visitor and local day (by when they happened); further ones are counted as <c>flood</c> and not stored.
    /// </summary>
    /// <value>Events, 1 to 1,000,000. Default 5,000.</value>
    [Range(1, 1_000_000)]
    public int MaxEventsPerVisitorAndDay { get; set; } = 5_000;

    /// <summary>How long browsers may keep the tracker script.</summary>
    /// <value>Time span, 0 to 7 days. Default 1 hour.</value>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan ScriptMaxAge { get; set; } = TimeSpan.FromHours(1);
}

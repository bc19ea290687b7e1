using System.ComponentModel.DataAnnotations;

namespace Pipeline.Leads.Handoffs;

/// <summary>Settings of hand-offs to sales; section <c>Pipeline:Handoff</c>.</summary>
public sealed class HandoffOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Pipeline:Handoff";

    /// <summary>Fewest characters of <see cref="Secret"/>.</summary>
    public const int MinSecret = 16;

    /// <summary>Address that hand-offs are posted to.</summary>
    /// <value>Absolute https address; http on loopback only. Default none: hand-offs stay pending.</value>
    public string? Url { get; set; }

    /// <summary>Secret that signs them; known to the receiver.</summary>
    /// <value>At least 16 characters, required with <see cref="Url"/>. Default none.</value>
    public string? Secret { get; set; }

    /// <summary>
    /// Whether hand-offs may go to an address that is not on the internet: a private, link-local or loopback one. On a developer's machine
    /// loopback is allowed in any case.
    /// </summary>
    /// <value>True or false. Default false.</value>
    public bool AllowPrivateAddresses { get; set; }

    /// <summary>Time for one try; there are three.</summary>
    /// <value>100 milliseconds to 1 minute, ends included. Default 10 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long ago a lead may have become MQL to be news: an uploaded history, or a receiver that is set up late, must not flood sales.
    /// </summary>
    /// <value>1 hour to 1,000 days, ends included. Default 30 days.</value>
    [Range(typeof(TimeSpan), "01:00:00", "1000.00:00:00")]
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(30);
}

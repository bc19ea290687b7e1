using System.ComponentModel.DataAnnotations;
using Pipeline.Identity;

namespace Pipeline.Settings;

/// <summary>Settings that every stage shares; section <c>Pipeline</c>.</summary>
public sealed class PipelineOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Pipeline";

    /// <summary>Time zone whose midnights cut days in scores, roll-ups and reports.</summary>
    /// <value>IANA or Windows name. Default <c>Europe/Paris</c>.</value>
    [Required]
    public string TimeZone { get; set; } = "Europe/Paris";

    /// <summary>Age at which the stored roll-up of today is made again when a report asks.</summary>
    /// <value>Zero to one day, ends included. Default 15 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan TodayMaxAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Time in which three different leads on one browser make it a shared device.</summary>
    /// <value>One minute to 365 days, ends included. Default 1 day. A change counts for every lead at its next refresh.</value>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan SharedDeviceWindow { get; set; } = Ownership.SharedDeviceWindow;

    /// <summary>Currency in which reports add up; amounts in another one are converted by the rate that their upload gives.</summary>
    /// <value>Three capital letters (ISO 4217). Default <c>EUR</c>. A change counts for later uploads alone.</value>
    [Required]
    public string Currency { get; set; } = "EUR";

    /// <summary>
    /// Time from the activation of rules to the moment from which they count. Rules are kept in memory for half of it, so that every worker
    /// knows them before they count; must be the same for all instances.
    /// </summary>
    /// <value>One second to one hour, ends included. Default 2 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan RulesDelay { get; set; } = TimeSpan.FromMinutes(2);
}

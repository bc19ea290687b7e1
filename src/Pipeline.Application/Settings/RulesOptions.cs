using System.ComponentModel.DataAnnotations;

namespace Pipeline.Settings;

/// <summary>Settings of the rules that are no settings document; section <c>Pipeline</c>.</summary>
public sealed class RulesOptions
{
    /// <summary>Time in which three different leads on one browser make it a shared device.</summary>
    /// <value>One minute to 365 days, ends included. Default 1 day. A change counts for every lead at its next refresh.</value>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan SharedDeviceWindow { get; set; } = RulesDefaults.SharedDeviceWindow;

    /// <summary>
    /// Time from the activation of rules to the moment from which they count. Rules are kept in memory for half of it, so that every worker
    /// knows them before they count; must be the same for all instances.
    /// </summary>
    /// <value>One second to one hour, ends included. Default 2 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan RulesDelay { get; set; } = TimeSpan.FromMinutes(2);
}

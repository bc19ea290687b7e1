using System.ComponentModel.DataAnnotations;

namespace Pipeline.Time;

/// <summary>How moments become days; section <c>Pipeline</c>.</summary>
public sealed class TimeOptions
{
    /// <summary>Time zone whose midnights cut days in scores, roll-ups and reports.</summary>
    /// <value>IANA or Windows name. Default <c>Europe/Paris</c>.</value>
    [Required]
    public string TimeZone { get; set; } = "Europe/Paris";
}

using System.ComponentModel.DataAnnotations;

namespace Pipeline.Rollups;

/// <summary>How old today's numbers may be; section <c>Pipeline</c>.</summary>
public sealed class TodayOptions
{
    /// <summary>Age at which the stored roll-up of today is made again when a report asks.</summary>
    /// <value>Zero to one day, ends included. Default 15 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan TodayMaxAge { get; set; } = TimeSpan.FromMinutes(15);
}

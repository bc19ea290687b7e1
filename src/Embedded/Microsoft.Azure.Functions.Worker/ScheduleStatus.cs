namespace Microsoft.Azure.Functions.Worker;

/// <summary>Stored status of a schedule; times are UTC.</summary>
public class ScheduleStatus
{
    /// <summary>When the function last ran; the default value if it never did.</summary>
    public DateTime Last { get; set; }

    /// <summary>When it is due next.</summary>
    public DateTime Next { get; set; }

    /// <summary>When this status was last written.</summary>
    public DateTime LastUpdated { get; set; }
}

namespace Pipeline.Reports;

/// <summary>How far a report opens its rows: channel → source → campaign → landing page.</summary>
public enum ReportLevel
{
    /// <summary>One row for each channel.</summary>
    Channel = 1,

    /// <summary>One row for each channel and source.</summary>
    Source = 2,

    /// <summary>One row for each channel, source and campaign.</summary>
    Campaign = 3,

    /// <summary>One row for each channel, source, campaign and landing page.</summary>
    Landing = 4,
}

namespace Pipeline.Tables;

/// <summary>A report that can be shown as JSON (the record itself) or as one flat table.</summary>
public interface IReport
{
    /// <summary>First local day.</summary>
    DateOnly From { get; }

    /// <summary>Last local day; inclusive.</summary>
    DateOnly To { get; }

    /// <summary>The report as a table.</summary>
    ReportTable ToTable();
}

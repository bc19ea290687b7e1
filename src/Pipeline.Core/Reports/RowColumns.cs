namespace Pipeline.Reports;

/// <summary>Names of columns that rows behind numbers and the view of a deal share.</summary>
public static class RowColumns
{
    /// <summary>Id of the lead.</summary>
    public const string Lead = "lead";
}

namespace Pipeline.Reports;

/// <summary>Names of columns that rows behind numbers and the view of a deal share.</summary>
public static class RowColumns
{
    /// <summary>Id of the lead.</summary>
    public const string Lead = "lead";

    /// <summary>Tells sums from what they sum: <see cref="Row"/> or <see cref="Total"/>.</summary>
    public const string RowType = "row_type";

    /// <summary>A row of its own.</summary>
    public const string Row = "row";

    /// <summary>The sum over rows.</summary>
    public const string Total = "total";
}

namespace Pipeline.Reporting;

/// <summary>The day index says that a visitor was active on a day.</summary>
/// <param name="Day">Local day.</param>
/// <param name="VisitorId">Visitor id; the visitor's state decides.</param>
public readonly record struct ActiveVisitor(DateOnly Day, string VisitorId);

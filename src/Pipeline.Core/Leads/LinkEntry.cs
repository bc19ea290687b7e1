namespace Pipeline.Leads;

/// <summary>A link as a lead shows it.</summary>
/// <param name="LinkId">Id of the link.</param>
/// <param name="VisitorId">Visitor that it names.</param>
/// <param name="At">When it was made; UTC.</param>
/// <param name="ConsentSource">What the visitor agreed to.</param>
public sealed record LinkEntry(string LinkId, string VisitorId, DateTimeOffset At, string ConsentSource);

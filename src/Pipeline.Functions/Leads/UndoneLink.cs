namespace Pipeline.Functions.Leads;

/// <summary>A link that was taken back.</summary>
/// <param name="VisitorId">Visitor that it linked.</param>
/// <param name="UndoneAt">When it was taken back; UTC.</param>
/// <param name="Actor">Who did; null when not said.</param>
/// <param name="Reason">Why; null when not said.</param>
internal sealed record UndoneLink(string LinkId, string VisitorId, DateTimeOffset UndoneAt, string? Actor, string? Reason);

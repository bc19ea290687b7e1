using Pipeline.Identity;

namespace Pipeline.Rollups;

/// <summary>A visit and whose it is.</summary>
/// <param name="VisitorId">Visitor.</param>
/// <param name="Visit">Visit.</param>
public sealed record DayVisit(string VisitorId, Visit Visit);

using Pipeline.Identity;

namespace Pipeline.Rollups;

/// <summary>A visit and whose it is.</summary>
public sealed record DayVisit(string VisitorId, Visit Visit);

namespace Pipeline.Leads.Facts;

/// <summary>Something that a lead did, once or more often. Persisted within the profile: add fields, never rename.</summary>
/// <param name="Key">What: <c>page /pricing</c>, <c>form contact</c>, <c>event webinar</c>, <c>click</c> …</param>
/// <param name="FirstAt">First time; UTC.</param>
/// <param name="Count">How often.</param>
/// <param name="Points">Nominal points that it earned, all times together.</param>
public sealed record LeadActivity(string Key, DateTimeOffset FirstAt, int Count, double Points);

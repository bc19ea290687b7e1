namespace Pipeline.Days;

/// <summary>What the day index holds under one local day.</summary>
/// <param name="Entries">Who was active, who converted, whose score crosses something; in no particular order.</param>
/// <param name="AnonymousPageViews">Page views without an id, by channel.</param>
public sealed record DayContents(IReadOnlyList<DayEntry> Entries, IReadOnlyDictionary<string, long> AnonymousPageViews);

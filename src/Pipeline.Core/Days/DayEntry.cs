namespace Pipeline.Days;

/// <summary>One entry of the day index.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Id">Visitor or lead id.</param>
public sealed record DayEntry(DayEntryKind Kind, string Id);

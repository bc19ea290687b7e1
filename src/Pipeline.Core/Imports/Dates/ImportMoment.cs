namespace Pipeline.Imports.Dates;

/// <summary>A moment or a day of an upload.</summary>
/// <param name="At">The moment, UTC; of a day without a time its last 100 ns.</param>
/// <param name="Day">Local day.</param>
/// <param name="HasTime">False when only the day is known.</param>
public readonly record struct ImportMoment(DateTimeOffset At, DateOnly Day, bool HasTime);

namespace Pipeline.Imports;

/// <summary>The upload that rows belong to.</summary>
/// <param name="At">
/// When it was received, or the moment that it says it shows (<c>asOf</c>): UTC, millisecond precision. The version of everything in it.
/// </param>
/// <param name="Zone">Time zone of local days.</param>
/// <param name="Settings">What it declares about itself.</param>
public sealed record ImportUpload(DateTimeOffset At, TimeZoneInfo Zone, ImportSettings Settings);

using Pipeline.Attribution;

namespace Pipeline.Leads;

/// <summary>A conversion as a lead shows it.</summary>
/// <param name="Kind">Stage reached.</param>
/// <param name="At">When; UTC.</param>
public sealed record ConversionEntry(ConversionKind Kind, DateTimeOffset At);

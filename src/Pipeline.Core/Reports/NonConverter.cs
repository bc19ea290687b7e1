using Pipeline.Attribution;
using Pipeline.Rollups;

namespace Pipeline.Reports;

/// <summary>A visitor or lead that did not convert, and the way it came.</summary>
/// <param name="Path">Channels of its visits or contacts.</param>
/// <param name="At">The visitor's latest visit, or when the lead was created.</param>
/// <param name="LeadId">Lead id; null for a visitor.</param>
/// <param name="Visitor">Hash of the visitor id (<see cref="VisitMark.HashOf"/>); null for a lead.</param>
public sealed record NonConverter(ChannelPath Path, DateTimeOffset At, string? LeadId, long? Visitor);

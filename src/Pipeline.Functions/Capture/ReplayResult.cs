using Pipeline.Replay;

namespace Pipeline.Functions.Capture;

/// <summary>What became of a replay.</summary>
/// <param name="Id">Id of the rejected event.</param>
/// <param name="Status">Whether this replay sent it, or an earlier one.</param>
/// <param name="ReplayedAt">When it was sent; UTC.</param>
/// <param name="EventIds">Ids of the events that were made, at most 100; empty for messages and rows of uploads.</param>
internal sealed record ReplayResult(string Id, ReplayStatus Status, DateTimeOffset? ReplayedAt, IReadOnlyList<string> EventIds);

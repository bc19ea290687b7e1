namespace Pipeline.Identity;

/// <summary>A computed visitor state and what else must be written with it.</summary>
/// <param name="State">New state.</param>
/// <param name="OlderVisits">Rows of older visits that are new or changed.</param>
/// <param name="ChangedDays">Local days whose roll-up differs: a visit on them appeared, moved, vanished or came from elsewhere.</param>
public sealed record VisitorViewResult(
    VisitorState State,
    IReadOnlyList<(int Row, IReadOnlyList<Visit> Visits)> OlderVisits,
    IReadOnlyCollection<DateOnly> ChangedDays);

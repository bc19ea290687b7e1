using Pipeline.Rejected;

namespace Pipeline.Functions.Capture;

/// <summary>Rejected events of one UTC day and some before.</summary>
/// <param name="From">First day.</param>
/// <param name="To">Last day; inclusive.</param>
/// <param name="Totals">How much there is of each reason.</param>
/// <param name="Rejected">The events, newest day first.</param>
/// <param name="Next">What <c>after</c> of the next page is; null when this is the last.</param>
internal sealed record RejectedList(
    DateOnly From, DateOnly To, IEnumerable<RejectedTotal> Totals, IReadOnlyList<RejectedView> Rejected, string? Next);

namespace Pipeline.Scoring;

/// <summary>One line of "why this score?".</summary>
/// <param name="Line">The nominal line; null for the floor's and the total cap's own lines.</param>
/// <param name="RuleId">Rule of the line, <see cref="FloorId"/> or <see cref="TotalCapId"/>.</param>
/// <param name="Title">Words for it.</param>
/// <param name="Points">What the line adds to the score at the ledger's moment, unrounded.</param>
/// <param name="ShownPoints">
/// The same with two decimals, less than 0.01 away; chosen so that the shown points of a ledger sum to its shown score exactly.
/// </param>
public readonly record struct LedgerLine(ScoreLine? Line, string RuleId, string Title, double Points, decimal ShownPoints)
{
    /// <summary>Rule id of the line that lifts a score to the floor.</summary>
    public const string FloorId = "floor";

    /// <summary>Rule id of the line that lowers a score to the total cap.</summary>
    public const string TotalCapId = "total-cap";
}

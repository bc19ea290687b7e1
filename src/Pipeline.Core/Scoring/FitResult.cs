namespace Pipeline.Scoring;

/// <summary>A fit grade and its reasons.</summary>
/// <param name="Points">Sum of the lines.</param>
/// <param name="Lines">Rules that fitted, in the order of the document.</param>
public sealed record FitResult(FitGrade Grade, double Points, IReadOnlyList<FitLine> Lines)
{
    /// <summary>
    /// True when the points would make it A, and nobody but browsers said so (<see cref="Documents.FitRules.TrustsForms"/>).
    /// </summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingDefault)]
    public bool Unconfirmed { get; init; }
}

namespace Pipeline.Scoring;

/// <summary>A fit grade and its reasons.</summary>
/// <param name="Points">Sum of the lines.</param>
/// <param name="Lines">Rules that fitted, in the order of the document.</param>
public sealed record FitResult(FitGrade Grade, double Points, IReadOnlyList<FitLine> Lines);

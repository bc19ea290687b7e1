namespace Pipeline.Reports.Explanations;

/// <summary>One of the parts that a rate, lift or variance is made of.</summary>
/// <param name="Name">What is counted, named as the number that opens it alone.</param>
/// <param name="Rows">Rows of the group.</param>
/// <param name="Sum">Sum of their credits.</param>
/// <param name="Amount">Sum of their amounts.</param>
public sealed record ExplainedGroup(string Name, long Rows, decimal Sum, decimal Amount);

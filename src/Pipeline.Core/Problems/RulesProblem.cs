namespace Pipeline.Problems;

/// <summary>One thing wrong with a rules document.</summary>
/// <param name="Path">Where, as a JSON path, for example <c>$.rules[3].points</c>.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record RulesProblem(string Path, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Message}";
}

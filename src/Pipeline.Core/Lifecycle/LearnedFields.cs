namespace Pipeline.Lifecycle;

/// <summary>What was said about a lead at a moment.</summary>
/// <param name="At">When it was said, or from when it counts; UTC.</param>
/// <param name="Fields">Values by field name.</param>
/// <param name="Source">Who said it: <c>crm</c>, <c>server</c>, or <c>form</c> and the form's name for what came from a browser.</param>
/// <param name="IsClaim">True for what came from a browser: anybody may have typed it, so it gives way to everything else.</param>
public sealed record LearnedFields(DateTimeOffset At, IReadOnlyDictionary<string, string> Fields, string Source, bool IsClaim);

namespace Pipeline.LocalHost.Demo;

/// <summary>One visit of a demo visitor.</summary>
/// <param name="At">When it starts; UTC.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Pages">Paths of the pages, in order; at least one.</param>
internal sealed record DemoVisit(DateTimeOffset At, DemoSource Source, IReadOnlyList<string> Pages);

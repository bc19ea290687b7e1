namespace Pipeline.Scoring;

/// <summary>Points of a rule, sequence or pace with its caps. <paramref name="Group"/> is −1 for none.</summary>
internal sealed record CompiledAward(string Id, string Title, double Points, double? DayCap, double? LifeCap, int Index, int Group);

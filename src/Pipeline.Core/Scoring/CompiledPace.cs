namespace Pipeline.Scoring;

/// <summary>A pace; <paramref name="Slot"/> numbers its condition, <paramref name="Within"/> is in ticks.</summary>
internal sealed record CompiledPace(CompiledAward Award, int Slot, CompiledCondition Condition, int Count, long Within);

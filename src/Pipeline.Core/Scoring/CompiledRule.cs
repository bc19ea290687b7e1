namespace Pipeline.Scoring;

/// <summary>A one-event rule; <paramref name="Slot"/> numbers its condition, <paramref name="Interval"/> is in ticks, 0 for none.</summary>
internal sealed record CompiledRule(CompiledAward Award, int Slot, CompiledCondition Condition, long Interval);

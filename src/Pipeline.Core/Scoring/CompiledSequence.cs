namespace Pipeline.Scoring;

/// <summary>A sequence; its conditions are numbered from <paramref name="FirstSlot"/>, times are in ticks, 0 for no cool-down.</summary>
internal sealed record CompiledSequence(
    CompiledAward Award, int FirstSlot, CompiledCondition[] Steps, long Within, long CoolDown, bool AnyOrder);

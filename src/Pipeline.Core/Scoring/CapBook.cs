namespace Pipeline.Scoring;

/// <summary>Applies the caps of awards and of their groups, in event order, for one lead.</summary>
internal sealed class CapBook(CompiledRules rules)
{
    private readonly CapUse[] _awards = new CapUse[rules.AwardCount];
    private readonly CapUse[] _gains = new CapUse[rules.Groups.Length];
    private readonly CapUse[] _losses = new CapUse[rules.Groups.Length];

    /// <summary>Takes what is left under all caps of an award, and books it.</summary>
    /// <param name="award">Award that gives its points.</param>
    /// <param name="day">Local calendar day, as a day number.</param>
    /// <param name="note">Which cap lowered the points; null when none did.</param>
    /// <returns>Points, with their sign; 0 when nothing is left.</returns>
    public double Take(CompiledAward award, int day, out string? note)
    {
        var amount = Math.Abs(award.Points);
        note = null;
        Limit(award.DayCap is { } dayCap ? _awards[award.Index].LeftOfDay(dayCap, day) : null, "capped by day cap", ref amount, ref note);
        Limit(award.LifeCap is { } lifeCap ? _awards[award.Index].LeftOfLife(lifeCap) : null, "capped by life cap", ref amount, ref note);
        if (award.Group >= 0)
        {
            var group = rules.Groups[award.Group];
            ref var use = ref (award.Points > 0 ? _gains : _losses)[award.Group];
            Limit(group.DayCap is { } cap ? use.LeftOfDay(cap, day) : null, "capped by group day cap", ref amount, ref note);
            Limit(group.LifeCap is { } life ? use.LeftOfLife(life) : null, "capped by group life cap", ref amount, ref note);
            use.Use(amount, day);
        }

        _awards[award.Index].Use(amount, day);
        return award.Points > 0 ? amount : -amount;
    }

    private static void Limit(double? left, string why, ref double amount, ref string? note)
    {
        if (left < amount)
        {
            amount = left.Value;
            note = why;
        }
    }
}

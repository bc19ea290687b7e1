namespace Pipeline.Settings;

/// <summary>
/// Which rules of one kind were active when. An activation counts from a moment that is later than every cache of the rules, so that all
/// workers agree on the rules of every event. Immutable.
/// </summary>
/// <typeparam name="T">Rules, compiled; immutable.</typeparam>
public sealed class RulesTimeline<T>
    where T : class
{
    /// <summary>Makes a timeline of several rules.</summary>
    /// <param name="periods">Rules in the order of their activation, at least one; of two from one moment the later in the list
    /// counts.</param>
    /// <exception cref="ArgumentException">There are no rules, or they are not in order.</exception>
    public RulesTimeline(IReadOnlyList<DatedRules<T>> periods)
    {
        ArgumentNullException.ThrowIfNull(periods);
        if (periods.Count == 0 || periods.Zip(periods.Skip(1)).Any(pair => pair.First.From > pair.Second.From))
        {
            throw new ArgumentException("Give at least one set of rules, in the order of their activation.", nameof(periods));
        }

        Periods = periods;
    }

    /// <summary>Makes a timeline on which the shipped rules count for ever.</summary>
    /// <param name="shipped">The rules.</param>
    public RulesTimeline(T shipped)
        : this([new DatedRules<T>(DateTimeOffset.MinValue, 0, shipped)])
    {
    }

    /// <summary>All rules in the order of their activation; at least one.</summary>
    public IReadOnlyList<DatedRules<T>> Periods { get; }

    /// <summary>Rules that were activated last, whether they count yet or not.</summary>
    public T Newest => Periods[^1].Rules;

    /// <summary>Rules that are active at a moment.</summary>
    /// <param name="at">Moment.</param>
    public DatedRules<T> At(DateTimeOffset at)
    {
        var place = Periods.Count - 1;
        while (place > 0 && Periods[place].From > at)
        {
            place--;
        }

        return Periods[place];
    }

    /// <summary>Rules of a version; those of the last period when the version was never active.</summary>
    /// <param name="version">Version of the settings document.</param>
    public T OfVersion(int version) => (Periods.FirstOrDefault(period => period.Version == version) ?? Periods[^1]).Rules;

    /// <summary>Rules that are active at some moment of an interval, in order.</summary>
    /// <param name="from">First moment, inclusive.</param>
    /// <param name="until">Last moment, inclusive.</param>
    public IReadOnlyList<DatedRules<T>> Between(DateTimeOffset from, DateTimeOffset until)
    {
        var first = At(from);
        return [first, .. Periods.SkipWhile(period => period != first).Skip(1).Where(period => period.From <= until)];
    }
}

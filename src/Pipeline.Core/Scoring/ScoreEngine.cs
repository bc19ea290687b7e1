using Pipeline.Scoring.Documents;

namespace Pipeline.Scoring;

/// <summary>Scores leads by one rules document. Immutable: make one per document and time zone, and share it between threads.</summary>
public sealed class ScoreEngine
{
    private readonly CompiledRules _compiled;
    private readonly TimeZoneInfo _zone;

    /// <summary>Makes an engine.</summary>
    /// <param name="rules">Rules; they are validated.</param>
    /// <param name="zone">Zone whose calendar days bound the day caps.</param>
    /// <exception cref="ArgumentException">The rules have problems; the message lists them all.</exception>
    public ScoreEngine(ScoringRules rules, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var problems = ScoringRules.Form.Check(rules);
        if (problems.Count > 0)
        {
            throw new ArgumentException($"The scoring rules have problems. {string.Join(" ", problems)}", nameof(rules));
        }

        Rules = rules;
        _compiled = new CompiledRules(rules);
        _zone = zone;
    }

    /// <summary>The rules by which this engine scores.</summary>
    public ScoringRules Rules { get; }

    /// <summary>Gives the nominal lines of a lead's events: after caps and intervals, before decay, floor and total cap.</summary>
    /// <param name="eventsInOrder">
    /// All events that the lead owns, in event order, each id once. The lines up to a moment depend on the events up to that
    /// moment alone.
    /// </param>
    /// <returns>Lines in event order; those of one event in the order of the document. Events that earn nothing have none.</returns>
    public IReadOnlyList<ScoreLine> Lines(IReadOnlyList<ScorableEvent> eventsInOrder) =>
        new ScoreRun(_compiled, _zone).Lines(eventsInOrder);

    /// <summary>Explains the score at a moment.</summary>
    /// <param name="lines">Lines in event order, from <see cref="Lines"/>.</param>
    /// <param name="at">The moment; lines after it do not count.</param>
    public ScoreLedger LedgerAt(IReadOnlyList<ScoreLine> lines, DateTimeOffset at)
    {
        var halfLife = Rules.HalfLife.Ticks;
        var points = new List<double>(lines.Count + 1);
        var sum = 0.0;
        for (var i = 0; i < lines.Count && lines[i].OccurredAt <= at; i++)
        {
            points.Add(lines[i].Points * ScoreDecay.Factor(at.UtcTicks - lines[i].OccurredAt.UtcTicks, halfLife));
            sum += points[i];
        }

        var count = points.Count;
        var score = ScoreCurve.Bounded(sum, Rules);
        if (score != sum)
        {
            points.Add(score - sum);
        }

        var total = ScoreDecay.Shown(score);
        var shown = ShownPoints.Of(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(points), total);
        var ledger = new LedgerLine[points.Count];
        for (var i = 0; i < count; i++)
        {
            ledger[i] = new LedgerLine(lines[i], lines[i].RuleId, lines[i].Title, points[i], shown[i]);
        }

        if (ledger.Length > count)
        {
            ledger[count] = score > sum
                ? new LedgerLine(null, LedgerLine.FloorId, "Lifted to the floor", points[count], shown[count])
                : new LedgerLine(null, LedgerLine.TotalCapId, "Lowered to the total cap", points[count], shown[count]);
        }

        return new ScoreLedger
        {
            At = at,
            Score = score,
            ShownScore = total,
            Band = EngagementBand.Of(score, Rules),
            Lines = ledger,
            Momentum = Momentum.At(lines, at),
        };
    }
}

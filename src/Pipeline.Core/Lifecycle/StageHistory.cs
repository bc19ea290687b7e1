namespace Pipeline.Lifecycle;

/// <summary>The stages of a lead up to a moment, and when to look again.</summary>
public sealed record StageHistory
{
    /// <summary>Transitions in time order. Evaluating up to a later moment only adds some at the end.</summary>
    public required IReadOnlyList<StageTransition> Transitions { get; init; }

    /// <summary>Stage at the moment; <see cref="StageNames.Visitor"/> when the lead was not known yet.</summary>
    public required string Current { get; init; }

    /// <summary>Entries into MQL so far.</summary>
    public required int Entries { get; init; }

    /// <summary>Score at the moment by the rules active then, unrounded.</summary>
    public required double Score { get; init; }

    /// <summary>
    /// When the view changes next with no new input, UTC: the score falls below the exit threshold of an MQL or a band's edge, or a
    /// fact, grade, activation or line that is already known takes effect. Null when nothing is to come.
    /// </summary>
    public required DateTimeOffset? NextDue { get; init; }

    /// <summary>First time that the lead reached a stage; null when it did not.</summary>
    /// <param name="stage">Stage name.</param>
    public StageTransition? First(string stage) => Transitions.FirstOrDefault(one => one.Stage == stage);

    /// <summary>Time spent in each stage up to a moment.</summary>
    /// <param name="until">End of the current stage's time; not before the last transition.</param>
    public IReadOnlyDictionary<string, TimeSpan> TimeInStage(DateTimeOffset until)
    {
        var spent = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
        for (var i = 0; i < Transitions.Count; i++)
        {
            var end = i + 1 < Transitions.Count ? Transitions[i + 1].At : until;
            spent[Transitions[i].Stage] = spent.GetValueOrDefault(Transitions[i].Stage) + (end - Transitions[i].At);
        }

        return spent;
    }
}

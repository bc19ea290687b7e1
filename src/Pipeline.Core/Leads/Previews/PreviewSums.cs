using Pipeline.Lifecycle;
using Pipeline.Text;

namespace Pipeline.Leads.Previews;

/// <summary>Adds up what rules would do, lead by lead.</summary>
internal sealed class PreviewSums
{
    private const int MaxListed = 20;

    private readonly int[] _bandsBefore = new int[4];
    private readonly int[] _bandsAfter = new int[4];
    private readonly List<PreviewMover> _movers = [];
    private readonly List<PreviewMover> _crossing = [];
    private readonly Dictionary<(string From, string To), int> _channels = [];
    private int _covered;
    private int _up;
    private int _down;
    private int _above;
    private int _below;
    private int _becomeMql;
    private int _leaveMql;
    private int _touches;
    private int _regraded;
    private int _restaged;
    private int _reconverted;

    /// <summary>Adds a lead.</summary>
    /// <param name="before">The lead by the rules as they are; null when it is not known.</param>
    /// <param name="after">The lead by the rules as they would be.</param>
    public void Add(LeadSnapshot? before, LeadSnapshot? after)
    {
        if (before is null || after is null)
        {
            return;
        }

        _covered++;
        _bandsBefore[before.Ledger.Band - 1]++;
        _bandsAfter[after.Ledger.Band - 1]++;
        var mover = Mover(before, after);
        if (mover.After != mover.Before)
        {
            _ = mover.After > mover.Before ? _up++ : _down++;
            List(_movers, mover);
        }

        var (was, reaches) = (ReachesThreshold(before), ReachesThreshold(after));
        if (was != reaches)
        {
            _ = reaches ? _above++ : _below++;
            List(_crossing, mover);
        }

        _becomeMql += mover.StageAfter == StageNames.Mql && mover.StageBefore != StageNames.Mql ? 1 : 0;
        _leaveMql += mover.StageBefore == StageNames.Mql && mover.StageAfter != StageNames.Mql ? 1 : 0;
        _regraded += before.Fit.Grade != after.Fit.Grade ? 1 : 0;
        _restaged += mover.StageBefore != mover.StageAfter ? 1 : 0;
        _reconverted += before.Conversions.Select(one => one.Conversion).SequenceEqual(after.Conversions.Select(one => one.Conversion))
            ? 0
            : 1;
        AddTouches(before, after);
    }

    /// <summary>Gives the result.</summary>
    /// <param name="at">Moment of the comparison.</param>
    /// <param name="leads">Leads there are.</param>
    /// <param name="next">Cursor with which to go on; null when no lead is left.</param>
    public Preview ToPreview(DateTimeOffset at, int leads, string? next) => new()
    {
        At = at,
        Leads = leads,
        Covered = _covered,
        Next = next,
        Changed = _up + _down,
        Up = _up,
        Down = _down,
        AboveThreshold = _above,
        BelowThreshold = _below,
        BecomeMql = _becomeMql,
        LeaveMql = _leaveMql,
        Regraded = _regraded,
        Restaged = _restaged,
        Reconverted = _reconverted,
        BandsBefore = [.. _bandsBefore],
        BandsAfter = [.. _bandsAfter],
        Movers = [.. _movers],
        Crossing = [.. _crossing],
        Touches = _touches,
        Channels =
        [
            .. _channels.OrderByDescending(item => item.Value)
                .ThenBy(item => item.Key.From, StringComparer.Ordinal)
                .ThenBy(item => item.Key.To, StringComparer.Ordinal)
                    .Select(item => new PreviewChannel(item.Key.From, item.Key.To, item.Value)),
        ],
    };

    private static bool ReachesThreshold(LeadSnapshot lead) => lead.Ledger.Score >= lead.Scoring.Rules.Rules.EnterThreshold;

    private static PreviewMover Mover(LeadSnapshot before, LeadSnapshot after) => new()
    {
        LeadId = before.LeadId,
        Email = before.Email,
        Before = before.Ledger.ShownScore,
        After = after.Ledger.ShownScore,
        StageBefore = before.Stages.Current,
        StageAfter = after.Stages.Current,
    };

    // Few enough to sort at each lead; a heap would be faster and say less.
    private static void List(List<PreviewMover> list, PreviewMover mover)
    {
        list.Add(mover);
        list.Sort((left, right) =>
            (Math.Abs(right.After - right.Before), left.LeadId).CompareTo((Math.Abs(left.After - left.Before), right.LeadId)));
        if (list.Count > MaxListed)
        {
            list.RemoveAt(MaxListed);
        }
    }

    private void AddTouches(LeadSnapshot before, LeadSnapshot after)
    {
        _touches += before.Touches.Count;
        var others = after.Touches.ToDictionary(touch => touch.Id, touch => touch.Source.Channel, StringComparer.Ordinal);
        foreach (var touch in before.Touches)
        {
            if (others.TryGetValue(touch.Id, out var channel) && !NameFold.AreSame(channel, touch.Source.Channel))
            {
                _channels[(touch.Source.Channel, channel)] = _channels.GetValueOrDefault((touch.Source.Channel, channel)) + 1;
            }
        }
    }
}

using Pipeline.Events;
using Pipeline.Records;
using Pipeline.Settings;

namespace Pipeline.Identity;

/// <summary>
/// Who owns a visitor's events, as a pure function of its links and undos: the first lead owns everything before and after its link,
/// until the link to a different lead begins that lead's interval with the linking event itself. A form fill always belongs to the lead
/// whose e-mail it carries, unless another one corrects it: then it is nobody's (<see cref="Corrections"/>). An event that was captured for
/// audience measurement alone belongs to nobody.
/// </summary>
public sealed class Ownership
{
    /// <summary>
    /// Different leads on one visitor, within a time (<see cref="RulesDefaults.SharedDeviceWindow"/> by default), that make it a shared
    /// device.
    /// </summary>
    public const int SharedDeviceLeads = 3;

    private readonly List<(EventOrder From, string LeadId)> _intervals = [];

    private readonly IReadOnlyDictionary<string, DateTimeOffset> _corrected;

    private Ownership(EventOrder? sharedFrom, IReadOnlyDictionary<string, DateTimeOffset>? corrected) =>
        (SharedFrom, _corrected) = (sharedFrom, corrected ?? new Dictionary<string, DateTimeOffset>());

    /// <summary>Place in event order from which the visitor counts as a shared device; null when it does not.</summary>
    public EventOrder? SharedFrom { get; }

    /// <summary>Works out the ownership of a visitor's events.</summary>
    /// <param name="links">All links of the visitor, in any order.</param>
    /// <param name="undoneLinks">Keys of the links that have been undone.</param>
    /// <param name="sharedDeviceWindow">Time in which three different leads make a shared device; null means
    /// <see cref="RulesDefaults.SharedDeviceWindow"/>.</param>
    /// <param name="corrected">Fills that others correct, as <see cref="Corrections"/> finds them; null for none.</param>
    public static Ownership Of(
        IEnumerable<LinkFact> links,
        IReadOnlySet<string> undoneLinks,
        TimeSpan? sharedDeviceWindow = null,
        IReadOnlyDictionary<string, DateTimeOffset>? corrected = null)
    {
        var standing = links.Where(link => !undoneLinks.Contains(link.Key) && corrected?.ContainsKey(link.Key) != true)
            .OrderBy(link => link.Order).ToList();
        var ownership = new Ownership(FirstShared(standing, sharedDeviceWindow ?? RulesDefaults.SharedDeviceWindow), corrected);
        foreach (var link in standing)
        {
            if (ownership._intervals.Count == 0 || ownership._intervals[^1].LeadId != link.LeadId)
            {
                ownership._intervals.Add((link.Order, link.LeadId));
            }
        }

        return ownership;
    }

    /// <summary>Works out the ownership of a visitor's events as of a moment.</summary>
    /// <param name="visitor">Facts of the visitor.</param>
    /// <param name="at">Moment; what happened or was asked for later does not count.</param>
    /// <param name="sharedDeviceWindow">Time in which three different leads make a shared device.</param>
    public static Ownership Of(VisitorFacts visitor, DateTimeOffset at, TimeSpan sharedDeviceWindow)
    {
        var consent = visitor.ConsentAt(at);
        var undone = visitor.Undos.Where(undo => undo.At <= at).Select(undo => undo.LinkKey).ToHashSet(StringComparer.Ordinal);
        return Of(
            consent.Standing(visitor.Links.Where(link => link.OccurredAt <= at)), undone, sharedDeviceWindow, visitor.CorrectedAt(at));
    }

    /// <summary>Lead that owns an event; null when nobody does.</summary>
    /// <param name="captured">Event of this visitor, with its lead id filled in.</param>
    public string? OwnerOf(CapturedEvent captured)
    {
        if (captured.Mode == CaptureMode.Measure)
        {
            return null;
        }

        if (captured is { Type: EventType.Form, LeadId: { } leadId })
        {
            return _corrected.Count > 0 && _corrected.ContainsKey(FactKey.Of(captured.Id)) ? null : leadId;
        }

        if (_intervals.Count == 0 || (SharedFrom is { } shared && captured.Order >= shared))
        {
            return null;
        }

        var owner = _intervals[0].LeadId;
        foreach (var (from, lead) in _intervals)
        {
            if (from > captured.Order)
            {
                break;
            }

            owner = lead;
        }

        // Only an identify whose link was undone names another lead: without the link it would not have happened.
        return captured is { Type: EventType.Identify, LeadId: { } named } && named != owner ? null : owner;
    }

    private static EventOrder? FirstShared(List<LinkFact> links, TimeSpan window)
    {
        for (var third = SharedDeviceLeads - 1; third < links.Count; third++)
        {
            var since = links[third].OccurredAt - window;
            var leads = links.Take(third + 1).Where(link => link.OccurredAt >= since).Select(link => link.LeadId).Distinct().Count();
            if (leads >= SharedDeviceLeads)
            {
                return links[third].Order;
            }
        }

        return null;
    }
}

using Pipeline.Capture;
using Pipeline.Capture.Channels;
using Pipeline.Testing;
using Pipeline.Testing.Worlds;

namespace Pipeline.UnitTests.Reporting;

/// <summary>
/// What a report must say, recomputed from all events in one pass without storage, queues or any class that the pipeline computes views,
/// roll-ups or credit with. Of the pipeline it takes the events, the channel rules (they are input) and nothing else.
/// </summary>
internal sealed class ReportOracle
{
    private static readonly ChannelClassifier Rules = new(ChannelRules.Default);
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    private readonly List<(string Visitor, DateTimeOffset At, VisitSource Source, bool Automatic, List<CapturedEvent> Events)> visits = [];
    private readonly Dictionary<string, List<CapturedEvent>> owned = [];

    public ReportOracle(World world)
    {
        var kept = world.Kept.Select(one => one.Email is { } email ? one with { LeadId = PipelineBed.LeadIds.Of(email) } : one).ToList();
        foreach (var visitor in kept.Where(one => one.VisitorId is not null).GroupBy(one => one.VisitorId!))
        {
            Cut(visitor.Key, [.. visitor]);
            Own([.. visitor]);
        }

        foreach (var mail in kept.Where(one => one.VisitorId is null && one.LeadId is not null))
        {
            Add(mail.LeadId!, mail);
        }
    }

    /// <summary>Visits, automatic visits, daily visitors by channel.</summary>
    public Dictionary<string, (long Visits, long Automatic, long Visitors)> Visits(DateOnly from, DateOnly to) => visits
        .Where(visit => Day(visit.At) >= from && Day(visit.At) <= to)
        .GroupBy(visit => visit.Source.Channel)
        .ToDictionary(
            group => group.Key,
            group => (
                group.LongCount(visit => !visit.Automatic),
                group.LongCount(visit => visit.Automatic),
                group.Where(visit => !visit.Automatic).Select(visit => (visit.Visitor, Day(visit.At))).Distinct().LongCount()));

    /// <summary>Millionths of leads by channel, source, medium and campaign.</summary>
    public Dictionary<(string, string, string, string), long> Leads(DateOnly from, DateOnly to, string model)
    {
        var credit = new Dictionary<(string, string, string, string), long>();
        foreach (var (lead, events) in owned)
        {
            var named = events.Where(one => one.LeadId == lead && one.Email is not null).ToList();
            if (named.Count == 0)
            {
                continue;
            }

            var at = named.MinBy(one => (one.OccurredAt, one.ReceivedAt, one.Id))!.OccurredAt;
            if (Day(at) < from || Day(at) > to)
            {
                continue;
            }

            var own = events.Select(one => one.Id).ToHashSet();
            var touches = visits
                .Where(visit => !visit.Automatic)
                .Select(visit => (visit.Source, First: visit.Events.Where(one => own.Contains(one.Id)).Select(one => (DateTimeOffset?)one.OccurredAt).Min(), Key: visit.Events[0].Id))
                .Where(touch => touch.First <= at)
                .OrderBy(touch => touch.First).ThenBy(touch => Pipeline.Identity.FactKey.Of(touch.Key), StringComparer.Ordinal)
                .Select(touch => (touch.Source.Channel, touch.Source.Source, touch.Source.Medium, touch.Source.Campaign ?? "(none)"))
                .ToList();
            foreach (var (touch, micro) in Split(touches, model))
            {
                credit[touch] = credit.GetValueOrDefault(touch) + micro;
            }
        }

        return credit;
    }

    private static IEnumerable<((string, string, string, string) Touch, long Micro)> Split(List<(string Channel, string, string, string)> touches, string model)
    {
        if (touches.Count == 0)
        {
            return [(("Offline / unknown", "(unknown)", "(none)", "(none)"), 1_000_000)];
        }

        return model switch
        {
            "first" => [(touches[0], 1_000_000)],
            "last" => [(touches[^1], 1_000_000)],
            "last-non-direct" => [(touches.FindLastIndex(touch => touch.Channel != "Direct") is >= 0 and var last ? touches[last] : touches[^1], 1_000_000)],
            _ => touches.Select((touch, place) => (touch, (1_000_000L / touches.Count) + (place < 1_000_000 % touches.Count ? 1 : 0))),
        };
    }

    private static DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Zone).DateTime);

    private void Cut(string visitor, List<CapturedEvent> events)
    {
        var pages = new Dictionary<string, int>();
        var first = visits.Count;
        for (var i = 0; i < events.Count; i++)
        {
            var one = events[i];
            var host = one.Url is null ? null : new Uri(one.Url).Host;
            var previous = visits.Count > first ? visits[^1].Source : null;
            var canStart = one.Type is EventType.PageView or EventType.Form || (one.Type == EventType.Click && one.Campaign is not null);
            if (canStart && (previous is null || one.OccurredAt - events[i - 1].OccurredAt > TimeSpan.FromMinutes(30)
                || Rules.StartsNewVisit(one.Campaign, one.Referrer, host, previous)))
            {
                visits.Add((visitor, one.OccurredAt, Rules.Classify(one.Campaign, one.Referrer, host, previous), one.Automatic, []));
            }

            var place = one.Type == EventType.Engagement && one.PageId is { } page ? pages.GetValueOrDefault(page, -1) : visits.Count > first ? visits.Count - 1 : -1;
            if (place >= 0)
            {
                visits[place].Events.Add(one);
            }

            if (one.Type == EventType.PageView)
            {
                pages[one.Id] = visits.Count - 1;
            }
        }
    }

    private void Own(List<CapturedEvent> events)
    {
        var links = events.Where(one => one.Type is EventType.Form or EventType.Identify && one.LeadId is not null).ToList();
        var shared = links.FindIndex(link => links.Take(links.IndexOf(link) + 1)
            .Where(earlier => link.OccurredAt - earlier.OccurredAt <= TimeSpan.FromHours(24)).Select(earlier => earlier.LeadId).Distinct().Count() >= 3);
        string? owner = links.Count > 0 ? links[0].LeadId : null;
        var next = 0;
        foreach (var one in events)
        {
            if (next < links.Count && links[next] == one)
            {
                owner = shared >= 0 && next >= shared ? null : one.LeadId;
                next++;
            }

            if ((one.Type == EventType.Form && one.LeadId is not null ? one.LeadId : owner) is { } lead)
            {
                Add(lead, one);
            }
        }
    }

    private void Add(string lead, CapturedEvent one)
    {
        if (!owned.TryGetValue(lead, out var events))
        {
            owned[lead] = events = [];
        }

        events.Add(one);
    }
}

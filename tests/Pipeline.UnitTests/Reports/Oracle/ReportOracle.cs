using Pipeline.Attribution;
using Pipeline.Channels;
using Pipeline.Events;
using Pipeline.Records;
using Pipeline.Testing;
using Pipeline.Testing.Worlds;
using Label = (string Channel, string Source, string Medium, string Campaign);

namespace Pipeline.UnitTests.Reports.Oracle;

/// <summary>
/// What a report must say, recomputed from all events and uploads in one pass without storage, queues or any class that the pipeline
/// computes views, deals, roll-ups or credit with. Of the pipeline it takes the events, the channel rules (they are input) and keys of
/// facts.
/// </summary>
internal sealed class ReportOracle
{
    private static readonly ChannelClassifier Rules = new(ChannelRules.Default);
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");
    private static readonly Label Unknown = ("Offline / unknown", "(unknown)", "(none)", "(none)");

    private readonly List<(string Visitor, DateTimeOffset At, VisitSource Source, bool Automatic, List<CapturedEvent> Events)> _visits = [];
    private readonly List<(string Lead, CapturedEvent Event)> _owned = [];
    private readonly Dictionary<string, DateTimeOffset> _linked = [];
    private readonly List<OracleFact> _told;
    private readonly Dictionary<string, List<(DateTimeOffset At, string Stage, bool IsGone, DateTimeOffset SaidAt)>> _stages;
    private readonly DateTimeOffset _now;
    private readonly List<CapturedEvent> _clicks;
    private readonly Dictionary<string, List<(DateTimeOffset At, bool IsTold)>> _entries;

    public ReportOracle(World world, DateTimeOffset now)
    {
        var kept = world.Kept.Select(one => one.Email is { } email ? one with { LeadId = PipelineBed.LeadIds.Of(email) } : one).ToList();
        foreach (var visitor in kept.Where(one => one.VisitorId is not null).GroupBy(one => one.VisitorId!))
        {
            Cut(visitor.Key, [.. visitor]);
            Own([.. visitor]);
        }

        _owned.AddRange(kept.Where(one => one.VisitorId is null && one.LeadId is not null).Select(mail => (mail.LeadId!, mail)));
        _now = now;
        _clicks =
        [
            .. world.KeptWithClicks.Where(one => one is { Type: EventType.Click, VisitorId: null, LeadId: not null, Automatic: false })
        ];
        _told = [.. OracleFact
            .All(world.Uploads.SelectMany(upload => upload.Rows.Select((row, place) => new OracleRow(upload, place + 1, row))))
            .Where(fact => fact.At <= now)];
        _stages = OracleDeals.Stages(_told);
        var mql = new OracleMql(world.Rules.First(rules => rules.Document == "scoring").Text!);
        _entries = CreatedAt().ToDictionary(lead => lead.Key, lead => mql.Entries(
            lead.Key,
            EventsOf(lead.Key),
            (_stages.GetValueOrDefault(lead.Key) ?? []).Select(one => (one.At, one.Stage)),
            lead.Value.At));
    }

    /// <summary>Of each lead every entry into MQL, and whether sales made it one.</summary>
    public IEnumerable<List<(DateTimeOffset At, bool IsTold)>> Entries => _entries.Values;

    /// <summary>Fills that others put right.</summary>
    public int Corrected { get; private set; }

    /// <summary>Visits, automatic visits, daily visitors by channel.</summary>
    public Dictionary<string, (long Visits, long Automatic, long Visitors)> Visits(DateOnly from, DateOnly to) => _visits
        .Where(visit => Day(visit.At) >= from && Day(visit.At) <= to)
        .GroupBy(visit => visit.Source.Channel)
        .ToDictionary(
            group => group.Key,
            group => (
                group.LongCount(visit => !visit.Automatic),
                group.LongCount(visit => visit.Automatic),
                group.Where(visit => !visit.Automatic).Select(visit => (visit.Visitor, Day(visit.At))).Distinct().LongCount()));

    /// <summary>Millionths of conversions, and cents, by channel, source, medium and campaign.</summary>
    public Dictionary<Label, (long Micro, long Cents)> Credit(ConversionKind kind, DateOnly from, DateOnly to, string model)
    {
        var credit = new Dictionary<Label, (long Micro, long Cents)>();
        var createdAt = CreatedAt();
        foreach (var one in Conversions(kind).Where(one => Day(one.At) >= from && Day(one.At) <= to))
        {
            var touches = Touches(one.Leads, one.CreditedAt, one.LearnedAt);
            var weights = touches.Count == 0 ? [] : OracleModels.Weigh(model, touches, one, one.Leads.Min(lead => createdAt[lead].At));
            if (weights.All(weight => weight.IsZero))
            {
                (touches, weights) = ([(one.CreditedAt, Unknown)], [1]);
            }

            var (micros, cents) = (OracleModels.Split(one.IsRefund ? 0 : 1_000_000, weights), OracleModels.SplitAmount(one, weights));
            for (var place = 0; place < touches.Count; place++)
            {
                var (micro, amount) = credit.GetValueOrDefault(touches[place].Name);
                credit[touches[place].Name] = (micro + micros[place], amount + cents[place]);
            }
        }

        return credit;
    }

    /// <summary>
    /// Ways of the period's conversions, and of those who had not converted at its end: visitors that were there and nobody yet, or its new
    /// leads.
    /// </summary>
    public OracleChains Chains(ConversionKind kind, DateOnly from, DateOnly to, int window, DirectPolicy policy)
    {
        var all = Conversions(kind).ToList();
        var start = new DateTimeOffset(TimeZoneInfo.ConvertTimeToUtc(from.ToDateTime(TimeOnly.MinValue), Zone), TimeSpan.Zero);
        var end = new DateTimeOffset(TimeZoneInfo.ConvertTimeToUtc(to.AddDays(1).ToDateTime(TimeOnly.MinValue), Zone), TimeSpan.Zero);
        var lost = kind != ConversionKind.Lead
            ? CreatedAt()
                .Where(lead => lead.Value.At >= start && lead.Value.At < end && !all.Exists(one => one.At < end && one.Leads.Contains(lead.Key)))
                    .Select(lead => Touches([lead.Key], end, null, window).Select(touch => touch.Name.Channel))
            : _visits.Where(visit => !visit.Automatic && visit.At < end).GroupBy(visit => visit.Visitor)
                .Where(visitor => visitor.Any(visit => visit.At >= start) && !(_linked.TryGetValue(visitor.Key, out var at) && at < end))
                .Select(visitor => visitor.Where(visit => visit.At >= end.AddDays(-window)).Select(visit => visit.Source.Channel));
        return new OracleChains(
        [
            .. all.Where(one => one.At >= start && one.At < end)
                .Select(one => new OracleChains.Way(
                    Left(Touches(one.Leads, one.CreditedAt, one.LearnedAt, window).Select(touch => touch.Name.Channel)), one.IsRefund ? 0 : 1, one.Cents)),
            .. lost.Select(channels => new OracleChains.Way(Left(channels), 0, 0, IsLost: true)),
        ]);

        List<string> Left(IEnumerable<string> channels)
        {
            var left = channels.Where(channel => policy != DirectPolicy.DropAll || channel != "Direct").ToList();
            left = policy == DirectPolicy.DropLast ? left[..(left.FindLastIndex(channel => channel != "Direct") + 1)] : left;
            return left.Count == 0 ? [Unknown.Channel] : left;
        }
    }

    private IEnumerable<OracleConversion> Conversions(ConversionKind kind) => kind switch
    {
        ConversionKind.Lead => CreatedAt().Select(lead =>
            new OracleConversion([lead.Key], lead.Value.At, lead.Value.At, 0) { LearnedAt = lead.Value.LearnedAt }),
        ConversionKind.Mql => OracleDeals.Reached("MQL", _stages, _entries.SelectMany(lead => lead.Value
            .Where(one => !one.IsTold)
            .Select(one => (lead.Key, one.At, EventsOf(lead.Key)
                .Where(own => own.OccurredAt == one.At)
                .Select(own => (DateTimeOffset?)own.ReceivedAt)
                .Min() ?? one.At)))),
        ConversionKind.Sql => OracleDeals.Reached("SQL", _stages, []),
        _ => OracleDeals.Of(kind, _told, _now),
    };

    private Dictionary<string, (DateTimeOffset At, DateTimeOffset LearnedAt)> CreatedAt() =>
        _owned.Where(one => one.Event.LeadId == one.Lead && one.Event.Email is not null)
            .Select(one => (one.Lead, At: one.Event.OccurredAt, LearnedAt: one.Event.ReceivedAt))
            .Concat(_told.Select(fact => (fact.Lead, fact.At, LearnedAt: fact.Row.IsTouch ? fact.Row.SaidAt : fact.FirstSaidAt)))
            .GroupBy(one => one.Lead, one => (one.At, one.LearnedAt))
            .ToDictionary(lead => lead.Key, lead => lead.Min());

    private IEnumerable<CapturedEvent> EventsOf(string lead) =>
        _owned.Where(one => one.Lead == lead).Select(one => one.Event).Concat(_clicks.Where(one => one.LeadId == lead));

    // A visit of which no browser's event came within an hour of what it is said to have led to led to nothing.
    private static bool IsInTime(List<CapturedEvent> visit, DateTimeOffset? learnedAt) =>
        learnedAt is not { } learned || visit.Exists(one => one.FromServer || one.ReceivedAt <= learned.AddHours(1));

    private List<(DateTimeOffset At, Label Name)> Touches(string[] leads, DateTimeOffset until, DateTimeOffset? learnedAt, int window = 90)
    {
        var touches = leads.SelectMany(lead =>
        {
            var own = _owned.Where(one => one.Lead == lead).Select(one => one.Event.Id).ToHashSet();
            return _visits.Where(visit => !visit.Automatic && IsInTime(visit.Events, learnedAt))
                .Select(visit => (First: visit.Events.Where(one => own.Contains(one.Id))
                    .Select(one => (DateTimeOffset?)one.OccurredAt)
                    .Min(), Id: FactKey.Of(visit.Events[0].Id), Name: Name(visit.Source)))
                .Concat(_clicks.Where(one => one.LeadId == lead).Select(one => (First: (DateTimeOffset?)one.OccurredAt, Id: FactKey.Of(
                    one.Id), Name: Name(Rules.Classify(one.Campaign, null, null, null)))))
                .Concat(_told
                    .Where(fact => fact.Row.IsTouch && fact.Lead == lead)
                    .Select(fact => (First: (DateTimeOffset?)fact.At, Id: fact.Row.TouchKey, Name: fact.Row.Label)));
        });
        return [.. touches.Where(touch => touch.First <= until && touch.First >= until.AddDays(-window))
            .GroupBy(touch => touch.Id)
            .Select(same => same.MinBy(touch => touch.First))
                .OrderBy(touch => touch.First)
            .ThenBy(touch => touch.Id, StringComparer.Ordinal)
            .Select(touch => (touch.First!.Value, touch.Name))];
    }

    private static Label Name(VisitSource source) =>
        (source.Channel, source.Source.ToLowerInvariant(), source.Medium, source.Campaign?.ToLowerInvariant() ?? "(none)");
    private static DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Zone).DateTime);

    private void Cut(string visitor, List<CapturedEvent> events)
    {
        var pages = new Dictionary<string, int>();
        var first = _visits.Count;
        var activeAt = DateTimeOffset.MinValue;
        for (var i = 0; i < events.Count; i++)
        {
            var one = events[i];

            // Sent late: it is part of the visit of its page, and the visitor was not there when it came.
            if (one.Marks?.Contains("time_of_receipt") == true && one.PageId is { } late && pages.TryGetValue(late, out var seen))
            {
                _visits[seen].Events.Add(one);
                continue;
            }

            var host = one.Url is null ? null : new Uri(one.Url).Host;
            var previous = _visits.Count > first ? _visits[^1].Source : null;
            var canStart = one.Type is EventType.PageView or EventType.Form || (one.Type == EventType.Click && one.Campaign is not null);
            if (canStart && (previous is null || one.OccurredAt - activeAt > TimeSpan.FromMinutes(30)
                || Rules.StartsNewVisit(one.Campaign, one.Referrer, host, previous)))
            {
                _visits.Add((visitor, one.OccurredAt, Rules.Classify(one.Campaign, one.Referrer, host, previous), one.Automatic, []));
            }

            var place = one.Type == EventType.Engagement && one.PageId is { } page
                ? pages.GetValueOrDefault(page, -1)
                : _visits.Count > first
                ? _visits.Count - 1
                : -1;
            if (place >= 0)
            {
                _visits[place].Events.Add(one);
            }

            activeAt = one.OccurredAt;
            if (one.Type == EventType.PageView)
            {
                pages[one.Id] = _visits.Count - 1;
            }
        }
    }

    private void Own(List<CapturedEvent> events)
    {
        var corrected = events.Where(one => one is { Type: EventType.Form, Corrects: not null })
            .Select(one => events.TakeWhile(earlier => earlier != one).FirstOrDefault(earlier => earlier.Id == one.Corrects
                && earlier.Type == EventType.Form
                && earlier.Form == one.Form)?.Id)
            .OfType<string>()
            .ToHashSet();
        Corrected += corrected.Count;
        var links = events
            .Where(one => one.Type is EventType.Form or EventType.Identify && one.LeadId is not null && !corrected.Contains(one.Id))
            .ToList();
        var shared = links.FindIndex(link => links.Take(links.IndexOf(link) + 1)
            .Where(earlier => link.OccurredAt - earlier.OccurredAt <= TimeSpan.FromHours(24))
            .Select(earlier => earlier.LeadId)
            .Distinct()
            .Count() >= 3);
        string? owner = links.Count > 0 ? links[0].LeadId : null;
        links.Take(1).ToList().ForEach(link => _linked[link.VisitorId!] = link.OccurredAt);
        var next = 0;
        foreach (var one in events)
        {
            if (next < links.Count && links[next] == one)
            {
                owner = shared >= 0 && next >= shared ? null : one.LeadId;
                next++;
            }

            if (!corrected.Contains(one.Id) && (one.Type == EventType.Form && one.LeadId is not null ? one.LeadId : owner) is { } lead)
            {
                _owned.Add((lead, one));
            }
        }
    }
}

using System.Globalization;
using Pipeline.Attribution;
using Pipeline.Capture;
using Pipeline.Capture.Channels;
using Pipeline.Identity;
using Pipeline.Testing;
using Pipeline.Testing.Worlds;
using Label = (string Channel, string Source, string Medium, string Campaign);

namespace Pipeline.UnitTests.Reporting;

/// <summary>
/// What a report must say, recomputed from all events and uploads in one pass without storage, queues or any class that the pipeline
/// computes views, deals, roll-ups or credit with. Of the pipeline it takes the events, the channel rules (they are input) and keys of facts.
/// </summary>
internal sealed class ReportOracle
{
    private static readonly ChannelClassifier Rules = new(ChannelRules.Default);
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    private readonly List<(string Visitor, DateTimeOffset At, VisitSource Source, bool Automatic, List<CapturedEvent> Events)> visits = [];
    private readonly List<(string Lead, CapturedEvent Event)> owned = [];
    private readonly List<Told> told;
    private readonly List<CapturedEvent> clicks;

    public ReportOracle(World world, DateTimeOffset now)
    {
        var kept = world.Kept.Select(one => one.Email is { } email ? one with { LeadId = PipelineBed.LeadIds.Of(email) } : one).ToList();
        foreach (var visitor in kept.Where(one => one.VisitorId is not null).GroupBy(one => one.VisitorId!))
        {
            Cut(visitor.Key, [.. visitor]);
            Own([.. visitor]);
        }

        owned.AddRange(kept.Where(one => one.VisitorId is null && one.LeadId is not null).Select(mail => (mail.LeadId!, mail)));
        var rows = world.Uploads.SelectMany(upload => upload.Rows.Select(row => new Told(upload, row))).GroupBy(row => row.Key).ToList();
        IsClear = rows.TrueForAll(same => same.GroupBy(row => row.UploadedAt).All(one => one.Count() == 1))
            && rows.GroupBy(same => same.First() is var row && row.Deal is not null ? $"{row.Deal} {row.Stage} {row.Date} {row.Cents < 0}" : same.Key)
                .All(parts => parts.SelectMany(same => same).GroupBy(row => row.UploadedAt).All(one => one.Count() == 1));
        clicks = [.. world.KeptWithClicks.Where(one => one is { Type: EventType.Click, VisitorId: null, LeadId: not null, Automatic: false })];
        told = [.. rows.Select(same => same.MaxBy(row => row.UploadedAt)!).Where(row => row.At <= now)];
    }

    /// <summary>False where one upload says two things about one fact: then the content's hash decides, which this oracle leaves alone.</summary>
    public bool IsClear { get; }

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

    /// <summary>Millionths of conversions, and cents, by channel, source, medium and campaign.</summary>
    public Dictionary<Label, (long Micro, long Cents)> Credit(ConversionKind kind, DateOnly from, DateOnly to, string model)
    {
        var credit = new Dictionary<Label, (long Micro, long Cents)>();
        foreach (var one in Conversions(kind).Where(one => Day(one.At) >= from && Day(one.At) <= to))
        {
            foreach (var (touch, micro) in Split(Touches(one.Leads, one.CreditedAt), model))
            {
                var sum = credit.GetValueOrDefault(touch);
                credit[touch] = (sum.Micro + (one.IsRefund ? 0 : micro), sum.Cents + (micro == 1_000_000 ? one.Cents : 0));
            }
        }

        return credit;
    }

    private IEnumerable<(string[] Leads, DateTimeOffset At, DateTimeOffset CreditedAt, long Cents, bool IsRefund)> Conversions(ConversionKind kind)
    {
        if (kind == ConversionKind.Lead)
        {
            return owned.Where(one => one.Event.LeadId == one.Lead && one.Event.Email is not null).Select(one => (one.Lead, At: one.Event.OccurredAt))
                .Concat(told.Where(row => !row.Removed).Select(row => (row.Lead, row.At))).GroupBy(one => one.Lead)
                .Select(lead => (new[] { lead.Key }, lead.Min(one => one.At), lead.Min(one => one.At), 0L, false));
        }

        var crm = told.Where(row => !row.IsTouch).ToList();
        return crm.GroupBy(row => row.Deal ?? $"of {row.Lead}").SelectMany(deal =>
        {
            string[] leads = [.. deal.Where(row => !row.Removed).Select(row => row.Lead).Distinct().Order(StringComparer.Ordinal)];
            var parts = deal.Where(row => !row.Removed).GroupBy(row => (row.Stage, row.Date, row.Cents < 0)).Select(same => same.MaxBy(row => row.UploadedAt)!).ToList();
            var refunds = parts.Where(row => row.Stage == "Won" && row.Cents < 0);
            var sales = parts.Where(row => row.Stage == "Won" && !(row.Cents < 0)).OrderByDescending(row => row.UploadedAt).ThenBy(row => row.At).ToList();
            sales = deal.First().Deal is null ? [.. sales.OrderBy(row => row.At).ThenBy(row => row.Date, StringComparer.Ordinal)] : [.. sales.Take(1)];
            if (leads.Length == 0)
            {
                return [];
            }
            return kind == ConversionKind.Customer
                ? sales.Select(row => (leads, row.At, row.At, row.Cents ?? 0, false)).Concat(refunds.Select(row =>
                    (leads, row.At, (sales.FindLast(sale => sale.At <= row.At) ?? sales.FirstOrDefault() ?? row).At, row.Cents!.Value, true)))
                : parts.Where(row => row.Stage == "Opportunity").OrderByDescending(row => row.UploadedAt).ThenBy(row => row.At).Take(1)
                    .Select(row => (leads, row.At, row.At, 0L, false));
        });
    }

    private List<Label> Touches(string[] leads, DateTimeOffset until)
    {
        var touches = leads.SelectMany(lead =>
        {
            var own = owned.Where(one => one.Lead == lead).Select(one => one.Event.Id).ToHashSet();
            return visits.Where(visit => !visit.Automatic)
                .Select(visit => (First: visit.Events.Where(one => own.Contains(one.Id)).Select(one => (DateTimeOffset?)one.OccurredAt).Min(), Id: FactKey.Of(visit.Events[0].Id), Name: Name(visit.Source)))
                .Concat(clicks.Where(one => one.LeadId == lead).Select(one => (First: (DateTimeOffset?)one.OccurredAt, Id: FactKey.Of(one.Id), Name: Name(Rules.Classify(one.Campaign, null, null, null)))))
                .Concat(told.Where(row => row.IsTouch && !row.Removed && row.Lead == lead).Select(row => (First: (DateTimeOffset?)row.At, Id: row.TouchKey, Name: row.Label)));
        });
        return [.. touches.Where(touch => touch.First <= until).GroupBy(touch => touch.Id).Select(same => same.MinBy(touch => touch.First))
            .OrderBy(touch => touch.First).ThenBy(touch => touch.Id, StringComparer.Ordinal).Select(touch => touch.Name)];
    }

    private static IEnumerable<(Label Touch, long Micro)> Split(List<Label> touches, string model) => touches.Count == 0
        ? [(("Offline / unknown", "(unknown)", "(none)", "(none)"), 1_000_000)]
        : model switch
        {
            "first" => [(touches[0], 1_000_000)],
            "last" => [(touches[^1], 1_000_000)],
            "last-non-direct" => [(touches.FindLastIndex(touch => touch.Channel != "Direct") is >= 0 and var last ? touches[last] : touches[^1], 1_000_000)],
            _ => touches.Select((touch, place) => (touch, (1_000_000L / touches.Count) + (place < 1_000_000 % touches.Count ? 1 : 0))),
        };

    private static Label Name(VisitSource source) => (source.Channel, source.Source, source.Medium, source.Campaign ?? "(none)");
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
                owned.Add((lead, one));
            }
        }
    }

    // One row of an upload, as its columns say it.
    private sealed record Told(WorldUpload Upload, IReadOnlyDictionary<string, string> Row)
    {
        public DateTimeOffset UploadedAt => Upload.At;
        public bool IsTouch => Upload.IsTouches;
        public string Lead => PipelineBed.LeadIds.Of(Row["email"]);
        public string? Deal => Row.GetValueOrDefault("opportunity");
        public string? Stage => Row.GetValueOrDefault("stage");
        public string Date => Row["date"];
        public bool Removed => Row.ContainsKey("remove");
        public long? Cents => Row.TryGetValue("amount", out var text) ? (long)(decimal.Parse(text, CultureInfo.InvariantCulture) * 100) : null;
        public DateTimeOffset At => Date.Length > 10
            ? DateTimeOffset.Parse(Date, CultureInfo.InvariantCulture)
            : new DateTimeOffset(TimeZoneInfo.ConvertTimeToUtc(DateTime.Parse(Date, CultureInfo.InvariantCulture).AddDays(1).AddTicks(-1), Zone), TimeSpan.Zero);
        public string Key => IsTouch ? $"{Lead} {TouchId}" : $"{Lead} {Deal} {Stage} {Date} {Cents < 0}";
        public string TouchKey => FactKey.Of($"touch\n{Lead}\n{TouchId}");
        public Label Label => (Row.GetValueOrDefault("channel", "Other Campaign"), "(not set)", "(not set)", Row["name"]);
        private string TouchId => Row.GetValueOrDefault("id") ?? FactKey.Of(string.Join('\n', At.UtcTicks, Row["name"], null, Row.GetValueOrDefault("channel"), null, null));
    }
}

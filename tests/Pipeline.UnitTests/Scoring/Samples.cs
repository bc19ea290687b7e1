using Pipeline.Events;
using Pipeline.Scoring;
using Pipeline.Scoring.Documents;
using Pipeline.Testing;

namespace Pipeline.UnitTests.Scoring;

/// <summary>Short ways to write events, rules and lines.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    /// <summary>Enter 100, exit 50, bands at 50 and 20, half-life 30 days, no floor but 0, no cap, no rules.</summary>
    public static readonly ScoringRules Bare = new()
    {
        Version = ScoringRules.CurrentVersion,
        HalfLifeDays = 30,
        EnterThreshold = 100,
        ExitThreshold = 50,
        Bands = new BandEdges { Second = 50, Third = 20 },
        ContentTags = [new() { Tag = "pricing", Urls = ["/pricing*"] }, new() { Tag = "product", Urls = ["/product/*"] }],
    };

    public static ScoringCondition On(EventType type) => new() { Types = [type] };

    public static ScoringCondition Page(string url) => new() { Types = [EventType.PageView], Urls = [url] };

    public static ScoringRule Rule(double points, ScoringCondition when, string id = "rule") =>
        new() { Id = id, Title = $"Title of {id}", Points = points, When = when };

    public static ScorableEvent Event(EventType type, DateTimeOffset at, string? url = null, string? id = null, string? channel = null) =>
        new(
            Sample.Event(type, id ?? $"{type}-{at.UtcTicks}-{url}", at, "visitor") with
            {
                ReceivedAt = at.AddSeconds(1),
                Url = url is null ? null : $"https://example.org{url}",
            },
            channel);

    public static ScorableEvent View(DateTimeOffset at, string url = "/", string? id = null) => Event(EventType.PageView, at, url, id);

    public static ScorableEvent Form(DateTimeOffset at, string form)
    {
        var sent = Event(EventType.Form, at, "/form", $"form-{form}-{at.UtcTicks}");
        return sent with { Event = sent.Event with { Form = form } };
    }

    public static ScorableEvent Seen(DateTimeOffset at, string page, double seconds, string? url = "/")
    {
        var seen = Event(EventType.Engagement, at, url, $"seen-{page}-{at.UtcTicks}");
        return seen with { Event = seen.Event with { PageId = page, Seconds = seconds } };
    }

    public static ScoreLine Line(double points, DateTimeOffset at) => new($"event-{at.UtcTicks}-{points}", at, "rule", "Title", points);

    public static IReadOnlyList<ScoreLine> Lines(this ScoringRules rules, params ScorableEvent[] events) =>
        new ScoreEngine(rules, TimeZoneInfo.Utc).Lines(events);

    public static double[] Points(this ScoringRules rules, params ScorableEvent[] events) =>
        [.. rules.Lines(events).Select(line => line.Points)];
}

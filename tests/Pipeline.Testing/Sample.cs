using Pipeline.Attribution;
using Pipeline.Capture.Links;
using Pipeline.Events;
using Pipeline.Leads.Facts;
using Pipeline.Problems;
using Pipeline.Reports;
using Pipeline.Time;

namespace Pipeline.Testing;

/// <summary>
/// What tests are written with, made in one place: events, touches, profiles and queries that have what a real one has and nothing more. A
/// test says what it is about <c>with { … }</c>.
/// </summary>
public static class Sample
{
    /// <summary>Campaign of a mail.</summary>
    public static readonly CampaignParameters Letter = new() { Source = "letter", Medium = "email" };

    /// <summary>An event that was received the moment it happened.</summary>
    /// <param name="visitor">Visitor id; null for an event of none.</param>
    public static CapturedEvent Event(EventType type, string id, DateTimeOffset at, string? visitor = null) => new()
    {
        Id = id,
        Type = type,
        VisitorId = visitor,
        OccurredAt = at,
        ReceivedAt = at,
    };

    /// <summary>A page view.</summary>
    /// <param name="url">Address of the page.</param>
    public static CapturedEvent View(string id, DateTimeOffset at, string? visitor, string url = "https://example.org/") =>
        Event(EventType.PageView, id, at, visitor) with { Url = url };

    /// <summary>A filled contact form.</summary>
    /// <param name="email">Address that it names; null for none.</param>
    public static CapturedEvent Form(string id, DateTimeOffset at, string? visitor, string? email) =>
        Event(EventType.Form, id, at, visitor) with { Email = email, Form = "contact" };

    /// <summary>A click on a tracked link of a mail to a lead, whose browser nobody knows.</summary>
    /// <param name="lead">Lead id; null for a click that names none.</param>
    /// <param name="link">Name of the link.</param>
    public static CapturedEvent Click(string id, DateTimeOffset at, string? lead, string link) => Event(EventType.Click, id, at) with
    {
        LeadId = lead,
        Campaign = Letter,
        Props = new SortedDictionary<string, string>(StringComparer.Ordinal) { [TrackedLink.Property] = link },
    };

    /// <summary>A touch by a channel.</summary>
    /// <param name="id">Its id; null takes its time.</param>
    public static Touch Touch(DateTimeOffset at, string channel, string? id = null) => new()
    {
        Id = id ?? at.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        At = at,
        Source = new VisitSource { Channel = channel, Source = "site", Medium = "medium", RuleId = "rule", RulesVersion = "1" },
        LandingPage = "/" + channel,
    };

    /// <summary>The profile of a lead that did nothing since it was created.</summary>
    /// <param name="email">Its address.</param>
    public static LeadProfile Profile(string leadId, string email, DateTimeOffset createdAt) => new()
    {
        LeadId = leadId,
        Email = email,
        Fields = [],
        CreatedAt = createdAt,
        LastActivityAt = createdAt,
        Stage = "lead",
        StageSince = createdAt,
        ScoreSum = 1,
        RankKey = "00",
        Conversions = [],
    };

    /// <summary>What a report is asked for.</summary>
    /// <param name="query">Parameters as in an address: <c>from=2026-03-01&amp;model=linear</c>.</param>
    /// <exception cref="ArgumentException">The parameters have problems; the message lists them.</exception>
    public static ReportQuery Query(string query, DateTimeOffset now, LocalTime localTime)
    {
        var values = query.Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        var problems = new List<Problem>();
        var read = ReportQuery.Read(values.GetValueOrDefault, now, localTime, problems);
        return problems.Count == 0 ? read : throw new ArgumentException(string.Join(" ", problems), nameof(query));
    }
}

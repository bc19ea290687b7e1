using Pipeline.Events;
using Pipeline.Testing;

namespace Pipeline.UnitTests.Identity;

/// <summary>Short ways to write events and links of one visitor. Times are minutes after <see cref="Start"/>.</summary>
internal static class Facts
{
    public const string Visitor = "vvvvvvvvvvvvvvvvvvvvvvvvv2";

    /// <summary>An hour before the clock of a bed.</summary>
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset At(double minutes) => Start.AddMinutes(minutes);

    public static string Lead(string name) => PipelineBed.LeadIds.Of(Email(name));

    public static string Email(string name) => $"{name}@example.org";

    public static CapturedEvent Event(EventType type, string id, double minutes, string? visitor = Visitor) =>
        Sample.Event(type, id, At(minutes), visitor) with { ReceivedAt = At(minutes).AddSeconds(1) };

    public static CapturedEvent View(string id, double minutes, string page = "/", string? source = null, string? visitor = Visitor) =>
        Event(EventType.PageView, id, minutes, visitor) with
        {
            Url = $"https://example.org{page}",
            Campaign = source is null ? null : new CampaignParameters { Source = source, Medium = "social", Campaign = "spring" },
        };

    public static CapturedEvent Form(string id, double minutes, string name, string? visitor = Visitor) =>
        Event(EventType.Form, id, minutes, visitor) with { Email = Email(name), LeadId = Lead(name), Form = "contact" };

    public static CapturedEvent Identify(string id, double minutes, string name) =>
        Event(EventType.Identify, id, minutes) with { Email = Email(name), LeadId = Lead(name) };

    public static CapturedEvent Seen(string id, double minutes, string? page, double seconds = 40) =>
        Event(EventType.Engagement, id, minutes) with { PageId = page, Seconds = seconds };

    public static LinkFact Link(CapturedEvent linking) => LinkFact.Of(linking) ?? throw new ArgumentException("The event makes no link.");

    /// <summary>The event as it lies in the queue: without lead id.</summary>
    public static CapturedEvent Queued(this CapturedEvent captured) => captured with { LeadId = null };
}

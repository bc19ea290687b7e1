using Pipeline.Events;

namespace Pipeline.StorageTests.Identity;

/// <summary>Events for storage tests.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    public static CapturedEvent View(string id, string visitor, double seconds = 0) => new()
    {
        Id = id,
        Type = EventType.PageView,
        VisitorId = visitor,
        OccurredAt = Start.AddSeconds(seconds),
        ReceivedAt = Start.AddSeconds(seconds),
        Url = "https://example.org/",
    };

    public static CapturedEvent Form(string id, string? visitor, string email, double seconds = 0) =>
        View(id, visitor ?? "nobody", seconds) with { Type = EventType.Form, VisitorId = visitor, Email = email, Form = "contact" };
}

using Pipeline.Events;
using Pipeline.Testing;

namespace Pipeline.StorageTests.Identity;

/// <summary>Short ways to write events. Times are seconds after <see cref="Start"/>.</summary>
internal static class Facts
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    public static CapturedEvent View(string id, string visitor, double seconds = 0) => Sample.View(id, Start.AddSeconds(seconds), visitor);

    public static CapturedEvent Form(string id, string? visitor, string email, double seconds = 0) =>
        Sample.Form(id, Start.AddSeconds(seconds), visitor, email);
}

using Pipeline.Events;
using Pipeline.Identity;
using Pipeline.Time;

namespace Pipeline.UnitTests.Identity;

public sealed class DayLimitTests
{
    private static readonly LocalTime Paris = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris"));

    [Theory]
    [InlineData(0, "a b c")]
    [InlineData(2, "a")]
    [InlineData(3, "")]
    [InlineData(9, "")]
    public void Take_ByWhatIsStored_FillsTheDayInOrder(int stored, string taken) =>
        Assert.Equal(
            taken, Take(_ => stored, Event("a", "2026-03-02T09:00Z"), Event("b", "2026-03-02T10:00Z"), Event("c", "2026-03-02T11:00Z")));

    [Fact]
    public void Take_TwoLocalDays_CountsEachByItsOwnMidnight() =>
        Assert.Equal("b c", Take(
            day => day == new DateOnly(2026, 3, 2) ? 3 : 1,
            Event("a", "2026-03-02T22:59:59Z"),
            Event("b", "2026-03-02T23:00Z"),
            Event("c", "2026-03-02T23:30Z"),
            Event("d", "2026-03-03T09:00Z")));

    private static string Take(Func<DateOnly, int> storedOn, params CapturedEvent[] events) =>
        string.Join(' ', DayLimit.Take(events, storedOn, 3, Paris).Select(captured => captured.Id));

    private static CapturedEvent Event(string id, string at) => VisitorConsentTests.Event(id, EventType.Custom, 0) with
    {
        OccurredAt = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture),
    };
}

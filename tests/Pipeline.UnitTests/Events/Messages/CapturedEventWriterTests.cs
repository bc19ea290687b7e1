using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Pipeline.Capture.Queueing;
using Pipeline.Events;
using Pipeline.Events.Messages;
using Pipeline.UnitTests.Capture;

namespace Pipeline.UnitTests.Events.Messages;

public sealed class CapturedEventWriterTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void TryAdd_AnyEvent_GivesTheBytesOfTheSerializer()
    {
        using var bed = new CaptureBed();
        Prop.ForAll<string[], int, int>((texts, kind, number) =>
        {
            var captured = Event(new Texts(texts), Math.Abs(kind % 1_000), number);
            using var events = EncodedEvents.Rent();
            Assert.True(events.TryAdd(captured));
            Assert.True(bed.Get<GroupCommit>().CommitAsync(events).IsCompletedSuccessfully);

            var expected = EventMessageJson.Write(new EventMessage { Version = EventMessage.CurrentVersion, Events = [captured] });
            Assert.Equal(Encoding.UTF8.GetString(expected), Encoding.UTF8.GetString(bed.Queue.Bodies.Last()));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void TryAdd_EventsOfThisTest_HaveEveryPropertyThatAMessageCanHave()
    {
        var events = Enumerable.Range(0, 1_000).Select(kind => Event(new Texts([.. Enumerable.Repeat("a", 50)]), kind, number: 5)).ToList();
        using var message =
            JsonDocument.Parse(EventMessageJson.Write(new EventMessage { Version = EventMessage.CurrentVersion, Events = events }));
        var written = message.RootElement.GetProperty("events").EnumerateArray().ToList();

        Assert.Equal(PropertiesOf<CapturedEvent>(), NamesIn(written));
        Assert.Equal(
            PropertiesOf<CampaignParameters>(),
            NamesIn(written.Where(one => one.TryGetProperty("campaign", out _)).Select(one => one.GetProperty("campaign"))));
    }

    private static IEnumerable<string> PropertiesOf<T>() =>
        typeof(T).GetProperties()
            .Where(property => property.CanWrite)
            .Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name))
            .Order();

    private static IEnumerable<string> NamesIn(IEnumerable<JsonElement> values) =>
        values.SelectMany(value => value.EnumerateObject()).Select(property => property.Name).Distinct().Order();

    private static CapturedEvent Event(Texts texts, int kind, int number) => new()
    {
        Version = 1 + (kind / 7 % 2),
        Id = texts.Next() ?? "",
        Type = (EventType)(1 + (kind % 6)),
        VisitorId = texts.Next(),
        OccurredAt = At.AddMilliseconds(-(kind / 2 % 2) * (long)Math.Abs(number % 100_000)),
        ReceivedAt = At.AddTicks(number),
        Url = texts.Next(),
        Title = texts.Next(),
        Referrer = texts.Next(),
        Campaign = kind % 3 == 0 ? null : new CampaignParameters
        {
            Source = texts.Next(),
            Medium = texts.Next(),
            Campaign = texts.Next(),
            Term = texts.Next(),
            Content = texts.Next(),
            CampaignId = texts.Next(),
            ClickIdKind = texts.Next(),
            ClickId = texts.Next(),
        },
        PageId = texts.Next(),
        Seconds = kind % 4 == 0 ? number / 7.0 : null,
        Scroll = kind % 5 == 0 ? number : null,
        Name = texts.Next(),
        Props = kind % 7 == 0 ? texts.Map() : null,
        Form = texts.Next(),
        Fields = kind % 6 == 0 ? texts.Map() : null,
        Email = texts.Next(),
        LeadId = texts.Next(),
        Automatic = kind % 2 == 0,
        Marks = kind % 8 == 0 ? [texts.Next() ?? "", "time_in_future"] : null,
        Mode = (CaptureMode)(kind / 3 % 2),
        Consent = kind % 4 == 0 ? null : (ConsentState)(kind % 4),
        Corrects = texts.Next(),
        FromServer = kind % 9 == 0,
    };

    // Hands out hostile texts, now and then none.
    private sealed class Texts(string[] texts)
    {
        private readonly string?[] _texts = [.. texts, null, "Ünï \"<&\u2028\ud800\0\u007f\\/ \U0001F600"];
        private int _next;

        public string? Next() => _texts[_next++ % _texts.Length];

        public SortedDictionary<string, string> Map() => new(StringComparer.Ordinal) { ["a" + Next()] = Next() ?? "", ["\u00e9"] = "2" };
    }
}

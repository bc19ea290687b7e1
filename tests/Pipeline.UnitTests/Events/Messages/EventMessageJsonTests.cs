using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Pipeline.Events;
using Pipeline.Events.Messages;
using Pipeline.Text;
using Pipeline.UnitTests.Capture;

namespace Pipeline.UnitTests.Events.Messages;

public sealed class EventMessageJsonTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private static readonly EventMessage Sample = new()
    {
        Version = 1,
        Events =
        [
            new CapturedEvent
            {
                Id = "e1",
                Type = EventType.PageView,
                VisitorId = CaptureBed.Visitor,
                OccurredAt = At.AddMilliseconds(-29_750),
                ReceivedAt = At,
                Url = "https://www.example.org/caf%C3%A9",
                Title = "Café <b>'Ω'",
                Referrer = "https://t.co/",
                Campaign = new CampaignParameters
                {
                    Source = "twitter", Medium = "social", Campaign = "spring", ClickIdKind = "twclid", ClickId = "x1",
                },
                Marks = ["time_in_future"],
            },
            new CapturedEvent
            {
                Id = "e2",
                Type = EventType.Form,
                OccurredAt = At,
                ReceivedAt = At,
                PageId = "e1",
                Seconds = 12.5,
                Scroll = 80,
                Name = "n",
                Props = new(StringComparer.Ordinal) { ["a"] = "1", ["B"] = "2" },
                Form = "contact",
                Fields = new(StringComparer.Ordinal) { ["company"] = "Ünï & Co" },
                Email = "ann@example.org",
                Automatic = true,
            },
        ],
        Rejected =
        [
            new RejectedEvent
            {
                Key = "KEY",
                Endpoint = "/e",
                Reason = "missing",
                Problems = ["url: is required"],
                Payload = "{\"type\":\"page_view\"}",
                ReceivedAt = At,
                VisitorId = CaptureBed.Visitor,
                SentAt = At.AddSeconds(-1),
            },
        ],
    };

    [Fact]
    public void Write_Version1_GivesTheGoldenBytes() =>
        Assert.Equal(Golden("event-message-v1.json"), Encoding.UTF8.GetString(EventMessageJson.Write(Sample)));

    [Fact]
    public void Write_Version2_GivesTheGoldenBytes() =>
        Assert.Equal(Golden("event-message-v2.json"), Encoding.UTF8.GetString(EventMessageJson.Write(Sample with { Version = 2 })));

    [Fact]
    public void Parse_GoldenVersion2_IsTheSameAsVersion1()
    {
        var parsed = EventMessageJson.Parse(Encoding.UTF8.GetBytes(Golden("event-message-v2.json")));

        Assert.Equal(Golden("event-message-v1.json"), Encoding.UTF8.GetString(EventMessageJson.Write(parsed with { Version = 1 })));
        Assert.Equal((At, 1), (parsed.Events[1].OccurredAt, parsed.Events[1].Version));
    }

    [Fact]
    public void Parse_GoldenVersion1_StaysReadable()
    {
        var parsed = EventMessageJson.Parse(Encoding.UTF8.GetBytes(Golden("event-message-v1.json")));

        Assert.Equal(Golden("event-message-v1.json"), Encoding.UTF8.GetString(EventMessageJson.Write(parsed)));
        Assert.Equal(At.AddMilliseconds(-29_750), parsed.Events[0].OccurredAt);
        Assert.Equal(TimeSpan.Zero, parsed.Events[0].OccurredAt.Offset);
        Assert.Equal("twitter", parsed.Events[0].Campaign!.Source);
        Assert.Equal(["B", "a"], parsed.Events[1].Props!.Keys);
        Assert.True(parsed.Events[1].Automatic);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"v\":3,\"events\":[]}")]
    [InlineData("{\"v\":1,\"events\":[{}]}")]
    [InlineData(
        "{\"v\":1,\"events\":[{\"id\":\"a\",\"type\":\"dance\",\"occurredAt\":\"2026-03-02T09:00:00Z\",\"receivedAt\":\"2026-03-02T09:00:00Z\"}]}")]
    public void TryParse_NoMessage_SaysWhy(string body)
    {
        Assert.False(EventMessageJson.TryParse(Encoding.UTF8.GetBytes(body), out var message, out var problem));
        Assert.Null(message);
        Assert.NotEmpty(problem);
    }

    [Fact]
    public void TryParse_UnknownFieldsAndAbsentLists_AreNoFault()
    {
        Assert.True(EventMessageJson.TryParse("{\"v\":1,\"new\":[1],\"events\":null}"u8, out var message, out _));
        Assert.Empty(message.Events);
        Assert.Empty(message.Rejected);
    }

    [Fact]
    public void WriteEvent_AnyTitle_ParsesBackEqual() =>
        Prop.ForAll<string>(title =>
        {
            var captured = Sample.Events[0] with { Title = TextBounds.Clean(title, 512) };

            var parsed = EventMessageJson.ParseEvent(EventMessageJson.WriteEvent(captured));

            return parsed.Title == captured.Title
                && EventMessageJson.WriteEvent(parsed).SequenceEqual(EventMessageJson.WriteEvent(captured));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void TryParse_AnyBytes_NeverThrows() =>
        Prop.ForAll<byte[]>(bytes => EventMessageJson.TryParse(bytes, out _, out _) || bytes is not null).QuickCheckThrowOnFailure();

    [Fact]
    public void ParseEvent_WithoutRequiredFields_Throws() =>
        Assert.Throws<JsonException>(() => EventMessageJson.ParseEvent("{\"id\":\"x\"}"u8));

    private static string Golden(string name) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Capture", "Golden", name)).TrimEnd();
}

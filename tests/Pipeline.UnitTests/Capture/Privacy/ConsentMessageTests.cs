using System.Text;
using Pipeline.Capture.Queueing;
using Pipeline.Events;
using Pipeline.Events.Messages;
using Pipeline.Problems;
using Pipeline.Testing;

namespace Pipeline.UnitTests.Capture.Privacy;

public sealed class ConsentMessageTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private static readonly CapturedEvent Event = Sample.Event(EventType.Form, "e1", At, CaptureBed.Visitor) with
    {
        Mode = CaptureMode.Measure,
        Consent = ConsentState.Granted,
    };

    private static readonly ConsentFact Consent = new()
    {
        Id = "d1",
        VisitorId = CaptureBed.Visitor,
        State = ConsentState.Withdrawn,
        OccurredAt = At.AddMilliseconds(-29_750),
        ReceivedAt = At,
    };

    private static readonly AnonymousView View = new()
    {
        Id = "v1",
        OccurredAt = At,
        Page = "https://www.example.org/caf%C3%A9",
        Channel = "Organic Search",
    };

    [Fact]
    public void Write_AllKinds_GivesTheGoldenBytes() =>
        Assert.Equal(Golden(), Encoding.UTF8.GetString(EventMessageJson.Write(new EventMessage
        {
            Version = 1,
            Events = [Event],
            Consents = [Consent],
            AnonymousViews = [View],
        })));

    [Fact]
    public void Parse_Golden_StaysReadable()
    {
        var parsed = EventMessageJson.Parse(Encoding.UTF8.GetBytes(Golden()));

        Assert.Equal((Consent, View), (Assert.Single(parsed.Consents!), Assert.Single(parsed.AnonymousViews!)));
        Assert.Equal((CaptureMode.Measure, ConsentState.Granted), (parsed.Events[0].Mode, parsed.Events[0].Consent));
    }

    [Fact]
    public void Parse_MessageFromBefore_HasNone()
    {
        var parsed = EventMessageJson.Parse(
            "{\"v\":1,\"events\":[{\"id\":\"a\",\"type\":\"form\",\"occurredAt\":\"2026-03-02T09:00:00Z\",\"receivedAt\":\"2026-03-02T09:00:00Z\"}]}"u8);

        Assert.Null(parsed.Consents);
        Assert.Null(parsed.AnonymousViews);
        Assert.Equal((CaptureMode.Identify, null), (parsed.Events[0].Mode, parsed.Events[0].Consent));
    }

    [Fact]
    public async Task GroupCommit_AllKinds_SendsOneMessageAsWritten()
    {
        using var bed = new CaptureBed();
        using var encoded = EncodedEvents.Rent();
        encoded.Add(View);
        encoded.Add(Consent);
        Assert.True(encoded.TryAdd(Event));

        Assert.True(await bed.Get<GroupCommit>().CommitAsync(encoded));

        var written =
            EventMessageJson.Write(EventMessageJson.Parse(Encoding.UTF8.GetBytes(Golden())) with { Version = EventMessage.CurrentVersion });
        Assert.Equal(Encoding.UTF8.GetString(written), Encoding.UTF8.GetString(Assert.Single(bed.Queue.Bodies)));
    }

    [Fact]
    public async Task GroupCommit_ManyOfEveryKind_FillsMessagesThatStayReadableAndWithinTheirSize()
    {
        using var bed = new CaptureBed();
        using (var encoded = EncodedEvents.Rent())
        {
            for (var i = 0; i < 900; i++)
            {
                encoded.Add(View with { Id = $"v{i}" });
                encoded.Add(Consent with { Id = $"d{i}" });
                encoded.Add(RejectedEvent.Create("/e", [new Problem("invalid", "", "x")], Encoding.UTF8.GetBytes($"{i}"), At));
                encoded.TryAdd(Event with { Id = $"e{i}" });
            }

            Assert.True(await bed.Get<GroupCommit>().CommitAsync(encoded));
        }

        Assert.All(bed.Queue.Bodies, body => Assert.InRange(body.Length, 1, EventMessage.MaxBytes));
        Assert.InRange(bed.Queue.Bodies.Count, 10, 20);
        Assert.Equal(
            (900, 900, 900, 900),
            (bed.Queue.Views
                .DistinctBy(view => view.Id)
                .Count(), bed.Queue.Consents.DistinctBy(fact => fact.Id).Count(), bed.Queue.Rejected.Count, bed.Queue.Events.Count));
    }

    private static string Golden() =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Capture", "Golden", "event-message-v1-consents.json")).TrimEnd();
}

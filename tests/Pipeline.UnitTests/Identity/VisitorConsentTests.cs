using Pipeline.Capture.Privacy;
using Pipeline.Events;
using Pipeline.Identity;
using Pipeline.Testing;
using Pipeline.UnitTests.Capture;

namespace Pipeline.UnitTests.Identity;

public sealed class VisitorConsentTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("", null, null)]
    [InlineData("granted 1", null, null)]
    [InlineData("refused 5", 5, null)]
    [InlineData("withdrawn 5", 5, 5)]
    [InlineData("refused 5, withdrawn 9", 5, 9)]
    [InlineData("withdrawn 9, refused 5, withdrawn 7", 5, 7)]
    [InlineData("withdrawn 5, granted 6", 5, 5)]
    [InlineData("granted 6, withdrawn 5, granted 4", 5, 5)]
    public void Of_AnyDecisions_EndsAtTheFirstRefusal(string decisions, int? ends, int? withdrawn)
    {
        var consent = VisitorConsent.Of(Facts(decisions));

        Assert.Equal((Minute(ends), Minute(withdrawn)), (consent.EndsAt, consent.WithdrawnAt));
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    [InlineData(1, false)]
    public void Covers_ReceivedAroundTheEnd_ExcludesTheMomentItself(int milliseconds, bool covered)
    {
        var consent = VisitorConsent.Of(Facts("refused 5"));

        Assert.Equal(covered, consent.Covers(At.AddMinutes(5).AddMilliseconds(milliseconds)));
    }

    [Fact]
    public void Covers_WithoutRefusal_IsAlways() => Assert.True(VisitorConsent.Of([]).Covers(DateTimeOffset.MaxValue));

    [Theory]
    [InlineData("granted 1", "a b")]
    [InlineData("refused 5", "a")]
    [InlineData("withdrawn 5", "")]
    [InlineData("withdrawn 50", "")]
    public void Standing_ByDecision_LeavesLinks(string decisions, string standing)
    {
        LinkFact[] links = [Link("a", 4), Link("b", 6)];

        Assert.Equal(standing, string.Join(' ', VisitorConsent.Of(Facts(decisions)).Standing(links).Select(link => link.EventId)));
    }

    [Fact]
    public void Remainder_OfAFormFill_IsItWithoutItsVisitor()
    {
        var form = Event(
            "f", EventType.Form, 6) with
        { LeadId = "l_1", Email = "ann@example.org", PageId = "p", Consent = ConsentState.Granted };

        Assert.Equal(form with { VisitorId = null, PageId = null, Consent = null }, VisitorConsent.Remainder(form));
        Assert.Null(VisitorConsent.Remainder(form with { Type = EventType.Identify }));
        Assert.Null(VisitorConsent.Remainder(form with { Mode = CaptureMode.Measure }));
        Assert.Null(VisitorConsent.Remainder(form with { LeadId = null }));
    }

    [Fact]
    public void Change_SameDecisionTwice_WritesTheVersionReceivedFirstOnce()
    {
        var first = Facts("withdrawn 5").Single();
        var retry = first with { ReceivedAt = first.ReceivedAt.AddSeconds(9), OccurredAt = first.OccurredAt.AddSeconds(-1) };
        var stored = new VisitorFacts(CaptureBed.Visitor, [Event("p", EventType.PageView, 4), Event("q", EventType.PageView, 5)], [], []);

        var change = ConsentChange.Of(stored, [retry, first, retry]);
        var again = ConsentChange.Of(stored with { Consents = change.Facts.Consents }, [retry]);

        Assert.Equal([first], change.Written);
        Assert.Equal(["q"], change.Removed.Select(captured => captured.Id));
        Assert.Empty(again.Written);
        Assert.Equal(["q"], again.Removed.Select(captured => captured.Id));
    }

    internal static CapturedEvent Event(string id, EventType type, int minute) =>
        Sample.View(id, At.AddMinutes(minute), CaptureBed.Visitor, "https://www.example.org/") with { Type = type };

    // Decisions by the minute of their receipt; when they say that they were made does not matter.
    internal static IReadOnlyList<ConsentFact> Facts(string decisions) =>
    [
        .. decisions.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select((text, i) => new ConsentFact
        {
            Id = $"d{i}",
            VisitorId = CaptureBed.Visitor,
            State = VisitorPolicy.Read(text.Split(' ')[0])!.Value,
            OccurredAt = At.AddMinutes(int.Parse(text.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture) - (3 * (i + 1))),
            ReceivedAt = At.AddMinutes(int.Parse(text.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture)),
        }),
    ];

    private static LinkFact Link(string id, int minute) =>
        LinkFact.Of(Event(id, EventType.Form, minute) with { LeadId = "l_1" })!;

    private static DateTimeOffset? Minute(int? minute) => minute is { } known ? At.AddMinutes(known) : null;
}

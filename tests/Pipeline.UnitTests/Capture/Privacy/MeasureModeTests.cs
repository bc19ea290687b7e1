using Pipeline.Capture.Intake;
using Pipeline.Capture.Privacy;
using Pipeline.Events;
using Pipeline.Identity;
using Pipeline.Testing;

namespace Pipeline.UnitTests.Capture.Privacy;

public sealed class MeasureModeTests
{
    private static readonly (string, string) Measure = ("Mode", "measure");

    [Fact]
    public async Task Events_Measured_CarryTheModeAndNoPersonalData()
    {
        using var bed = new CaptureBed(Measure);

        var outcome = await bed.PostAsync(
            """
            {"visitor":"c1","events":[{"type":"page_view","url":"https://www.example.org/"},
            {"type":"form","form":"contact","fields":{"email":"ann@example.org","company":"Umbrella"}},{"type":"identify","fields":{"email":"ann@example.org"}}]}
            """);

        Assert.Equal((3, VisitorIds.FromCandidate("c1")), (outcome.Answer.Accepted, outcome.NewVisitorId));
        Assert.All(bed.Queue.Events, captured => Assert.Equal(CaptureMode.Measure, captured.Mode));
        var text = System.Text.Encoding.UTF8.GetString(bed.Queue.Bodies.Single());
        Assert.Contains("\"mode\":\"measure\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ann@", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Umbrella", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_Identified_LeaveTheModeOut()
    {
        using var bed = new CaptureBed();

        await bed.PostAsync("""{"visitor":"c1","events":[{"type":"page_view","url":"https://www.example.org/"}]}""");

        Assert.DoesNotContain("mode", System.Text.Encoding.UTF8.GetString(bed.Queue.Bodies.Single()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Form_Measured_IsCountedButMakesNoLead(bool optedOut)
    {
        using var bed = new CaptureBed(Measure);

        var outcome = await bed.Get<CaptureFormHandler>().HandleAsync(new FormRequest
        {
            Form = "contact",
            Fields = [new("email", "ann@example.org"), new("_visitor", "c1")],
            Signals = new BrowserSignals { OptedOut = optedOut },
        });

        Assert.Equal(CaptureStatus.Read, outcome.Status);
        Assert.Equal(
            optedOut ? [] : [(VisitorIds.FromCandidate("c1"), null)],
            bed.Queue.Events.Select(captured => (captured.VisitorId!, captured.Email)));
    }

    [Fact]
    public async Task ServerEvents_Measured_CarryTheModeOnlyWithAVisitor()
    {
        using var bed = new CaptureBed(Measure);

        await bed.PostAsync(
            """{"events":[{"type":"custom","name":"n","visitor":"c1","email":"ann@example.org"},{"type":"custom","name":"n","email":"bob@example.org"}]}""",
            IntakeMode.Server);

        Assert.Equal(
            [(CaptureMode.Measure, null), (CaptureMode.Identify, "bob@example.org")],
            bed.Queue.Events.Select(captured => (captured.Mode, captured.Email)));
    }

    [Fact]
    public void Ownership_AfterASwitch_LeavesMeasuredEventsToNobody()
    {
        var at = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
        var form = Sample.Form("f", at, CaptureBed.Visitor, "ann@example.org") with { LeadId = "l_1" };
        var view = form with { Id = "p", Type = EventType.PageView, LeadId = null, Email = null };
        var ownership = Ownership.Of([LinkFact.Of(form)!], new HashSet<string>());

        Assert.Equal(("l_1", null), (ownership.OwnerOf(view), ownership.OwnerOf(view with { Mode = CaptureMode.Measure })));
        Assert.Null(ownership.OwnerOf(form with { Mode = CaptureMode.Measure }));
        Assert.Null(LinkFact.Of(form with { Mode = CaptureMode.Measure }));
    }
}

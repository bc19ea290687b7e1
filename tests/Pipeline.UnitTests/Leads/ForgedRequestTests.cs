using System.Text.Json;
using Pipeline.Events;
using Pipeline.Leads;
using Pipeline.Leads.Shown;
using Pipeline.Lifecycle;
using Pipeline.Records;
using Pipeline.Scoring;
using Pipeline.Testing;
using Pipeline.UnitTests.Capture;

namespace Pipeline.UnitTests.Leads;

/// <summary>One request of a stranger who knows an address, from capture on: what it can do, and that it can be taken back.</summary>
public sealed class ForgedRequestTests : IDisposable
{
    private const string Email = "ann@example.org";
    private static readonly string Ann = PipelineBed.LeadIds.Of(Email);

    private readonly CaptureBed _capture = new();
    private readonly PipelineBed _bed = PipelineBed.InMemory();
    private int _taken;

    public void Dispose()
    {
        _capture.Dispose();
        _bed.Dispose();
    }

    [Fact]
    public async Task Forged_VisitsFormsAndFieldsOfFiveDaysAgo_ReachBAndNoFirstSourceAndAreTakenBack()
    {
        _bed.Handoffs.Answer = _ => true;
        await PostAsync("owner", Event("v", "page_view", 60, url: "/?utm_source=twitter&utm_medium=social"));
        await PostAsync("owner", Event("f", "form", 5, form: "newsletter", page: "v", company: "Acme"));
        await TakeAsync();
        Pass(TimeSpan.FromHours(2));
        var before = (await DetailAsync())!;

        await PostAsync(
            "stranger",
            [
                .. Enumerable.Range(0, 20).Select(n => Event($"x{n}", "page_view", (5 * 86_400) - (n * 60), url: "/pricing?gclid=abc")),
                Event("d", "form", (5 * 86_400) - 1_500, form: "demo", page: "x0", company: "Invented", title: "CEO"),
                Event("e", "identify", (5 * 86_400) - 1_400, page: "x0"),
            ]);
        await TakeAsync();

        var after = (await DetailAsync())!;
        Assert.Equal((StageNames.Mql, true), (after.Lead.Stage, after.Lead.Score > before.Lead.Score));
        Assert.True(after.Fit.Grade >= FitGrade.B, $"Fit {after.Fit.Points} is {after.Fit.Grade}.");
        Assert.True(after.Fit is { Points: >= 75, Unconfirmed: true });
        Assert.Equal(("twitter", "twitter"), (after.Lead.FirstTouch!.Source.Source, after.Lead.FirstKnownTouch!.Source.Source));
        Assert.Equal(before.Lead.CreatedAt, after.Lead.CreatedAt);
        Assert.EndsWith("unverified, 3 fills from 2 browsers today", after.Caution, StringComparison.Ordinal);
        Assert.Equal(after.Caution, Assert.Single(_bed.Handoffs.Told).Caution);
        Assert.Equal("Acme", Assert.Single(after.Fields, field => field.Name == "company").Before);

        var stranger = VisitorIds.FromCandidate("stranger");
        Pass(TimeSpan.FromTicks(1));
        await _bed.Get<DisownRequests>().RunAsync(
            Ann, new DisownChange(null, stranger, false, new ActionNote("olga", "Ann was on holiday.")), default);
        await _bed.DrainAsync();

        Assert.Equal(Text(before), Text((await DetailAsync())!));
        Assert.Single(_bed.Handoffs.Withdrawn);
    }

    private static object Event(
        string id, string type, int secondsAgo, string? url = null, string? form = null, string? page = null, string? company = null,
        string? title = null)
    {
        var fields = new Dictionary<string, string> { ["email"] = Email };
        if (company is not null)
        {
            fields["company"] = company;
        }

        if (title is not null)
        {
            (fields["job_title"], fields["employees"], fields["country"]) = (title, "500", "Germany");
        }

        return new
        {
            id,
            type,
            created = -secondsAgo,
            url = url is null ? null : $"https://www.example.org{url}",
            form,
            page,
            email = type is "form" or "identify" ? Email : null,
            fields = type == "form" ? fields : null,
        };
    }

    // A browser whose clock is its own affair: what counts is how long before the sending something was.
    private async Task PostAsync(string candidate, params object[] events)
    {
        var outcome = await _capture.PostAsync(JsonSerializer.Serialize(
            new { v = 1, sent = 1_000_000_000, visitor = candidate, events = events.Select(Dated) }));
        Assert.Empty(outcome.Answer.Rejected);

        static Dictionary<string, object?> Dated(object captured)
        {
            var members = captured.GetType().GetProperties()
                .ToDictionary(property => property.Name, property => property.GetValue(captured));
            members["created"] = 1_000_000_000L + ((int)members["created"]! * 1_000L);
            return members.Where(member => member.Value is not null).ToDictionary();
        }
    }

    private async Task TakeAsync()
    {
        var events = _capture.Queue.Events.Skip(_taken).ToArray();
        _taken += events.Length;
        await _bed.CaptureAsync(events);
        await _bed.DrainAsync();
    }

    private void Pass(TimeSpan time)
    {
        _capture.Clock.Advance(time);
        _bed.Clock.Advance(time);
    }

    private Task<LeadDetail?> DetailAsync() => _bed.Get<LeadQueries>().GetAsync(Ann, null, default);

    private static string Text(LeadDetail lead) =>
        JsonSerializer.Serialize(lead with { Audit = [], Disowned = [], Handoffs = [], At = default });
}

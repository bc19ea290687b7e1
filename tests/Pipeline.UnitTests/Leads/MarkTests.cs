using Pipeline.Crm;
using Pipeline.Imports;
using Pipeline.Leads.Shown;
using Pipeline.Testing;
using static Pipeline.UnitTests.Identity.Facts;

namespace Pipeline.UnitTests.Leads;

/// <summary>
/// What a lead says of what was noticed: machines, corrected times, an original source that changed, visits that a server tells.
/// </summary>
public sealed class MarkTests : IDisposable
{
    private readonly PipelineBed _bed = PipelineBed.InMemory();

    public void Dispose() => _bed.Dispose();

    [Theory]
    [InlineData(true, "bot:HeadlessChrome", "seen as automatic: HeadlessChrome; not counted")]
    [InlineData(true, "prefetch", "seen as automatic: prefetch; not counted")]
    [InlineData(true, null, "seen as automatic; not counted")]
    [InlineData(false, "time_in_future", "time corrected: it lay ahead of its receipt")]
    [InlineData(false, "time_too_old", "time corrected: it was too old")]
    [InlineData(true, "time_too_old", "seen as automatic; not counted; time corrected: it was too old")]
    [InlineData(false, "referrer_unusable", "referrer left out: it was no web address")]
    [InlineData(false, null, null)]
    public void Mark_OfAnEvent_SaysWhatWasNoticed(bool automatic, string? mark, string? words) =>
        Assert.Equal(words, MarkWords.Of(View("a", 0) with { Automatic = automatic, Marks = mark is null ? null : [mark] }));

    [Fact]
    public async Task ALeadOfMachinesAlone_IsMarked_UntilAPersonDoesSomething()
    {
        await _bed.CaptureAsync(Form("f", 0, "ann").Queued() with { Automatic = true, Marks = ["bot:HeadlessChrome"] });
        var before = (await DetailAsync("ann"))!;
        await _bed.CaptureAsync(Form("g", 5, "ann", "other").Queued());
        var after = (await DetailAsync("ann"))!;

        Assert.Equal(("seen as automatic: HeadlessChrome; not counted", null), (before.Mark, after.Mark));
        Assert.Equal((true, false), (before.Lead.Automatic, after.Lead.Automatic));
        Assert.False(Assert.Single((await _bed.Get<LeadQueries>().ListAsync(null, 10, null, default)).Leads).Automatic);
        Assert.Equal(["seen as automatic: HeadlessChrome; not counted", null], after.Journey.SelectMany(entry => entry.Events)
            .Concat(after.OtherEvents)
            .OrderBy(entry => entry.OccurredAt)
            .Select(entry => entry.Mark));
    }

    [Fact]
    public async Task OriginalSource_ThatALaterLinkChanges_IsALineOfTheAudit()
    {
        await _bed.CaptureAsync(
            View("a", 0, source: "twitter", visitor: "v1"),
            View("b", 10, source: "partner", visitor: "v2"),
            Form("g", 11, "ann", "v2").Queued());
        Assert.DoesNotContain((await DetailAsync("ann"))!.Audit, line => line.Action == AuditAction.OriginalSource);

        await _bed.CaptureAsync(Form("f", 20, "ann", "v1").Queued());

        var line = Assert.Single((await DetailAsync("ann"))!.Audit, line => line.Action == AuditAction.OriginalSource);
        Assert.Equal((At(20).AddSeconds(1), "visit"), (line.At, line.Source));
        Assert.EndsWith("/ partner to Organic Social / twitter", line.Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OriginalSource_ThatAnUploadChanges_IsALineOfTheAudit_AtItsUpload()
    {
        await _bed.CaptureAsync(View("b", 10, source: "twitter", visitor: "v2"), Form("g", 11, "ann", "v2").Queued());
        var outcome = await _bed.Get<LeadImports>().TakeTouchesAsync(
            new ImportRequest { Body = "email,date,name,source,channel\nann@example.org,2026-03-01,Expo,expo,Fair\n"u8.ToArray() },
            default);
        await _bed.DrainAsync();
        Assert.Equal(1, outcome.Result!.Taken);

        var line = Assert.Single((await DetailAsync("ann"))!.Audit, line => line.Action == AuditAction.OriginalSource);

        Assert.Equal((_bed.Clock.GetUtcNow(), "Organic Social / twitter to Fair / expo", "api"), (line.At, line.Subject, line.Source));
    }

    [Fact]
    public async Task PageViewsByAddress_AreTouches_OneForEachVisit()
    {
        var view = View("a", 0, "/pricing", "twitter", visitor: null) with { Email = Email("ann"), LeadId = Lead("ann") };
        await _bed.CaptureAsync(
            view.Queued(),
            (view with { Id = "b", Campaign = null, OccurredAt = At(10), ReceivedAt = At(10) }).Queued(),
            (view with { Id = "c", OccurredAt = At(45), ReceivedAt = At(45) }).Queued(),
            (view with { Id = "d", Automatic = true, OccurredAt = At(200), ReceivedAt = At(200) }).Queued());

        var journey = (await DetailAsync("ann"))!.Journey;

        Assert.Equal(
            [(At(0), "Organic Social", 2), (At(45), "Organic Social", 1)],
            journey.Select(entry => (entry.Touch.At, entry.Touch.Source.Channel, entry.Events.Count)));
        Assert.Equal("https://example.org/pricing", journey[0].Touch.LandingPage);
    }

    private Task<LeadDetail?> DetailAsync(string name) => _bed.Get<LeadQueries>().GetAsync(Lead(name), null, default);
}

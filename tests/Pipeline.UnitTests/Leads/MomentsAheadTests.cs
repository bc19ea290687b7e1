using Pipeline.Events;
using Pipeline.Leads;
using Pipeline.Leads.Aliases;
using Pipeline.Leads.Facts;
using Pipeline.Records;
using Pipeline.Testing;
using Pipeline.UnitTests.Identity;
using static Pipeline.UnitTests.Identity.Facts;

namespace Pipeline.UnitTests.Leads;

/// <summary>What another machine's clock dated a moment ahead of this one's counts then, not at the next night.</summary>
public sealed class MomentsAheadTests : IDisposable
{
    private readonly PipelineBed _bed = PipelineBed.InMemory();

    public void Dispose() => _bed.Dispose();

    [Theory]
    [InlineData("undo", 0)]
    [InlineData("undo", 900)]
    [InlineData("withdrawal", 0)]
    [InlineData("withdrawal", 900)]
    [InlineData("alias", 0)]
    [InlineData("alias", 900)]
    public async Task Action_UpToAQuarterOfAnHourAhead_CountsThen(string action, int seconds)
    {
        await TakeAsync(action, seconds);

        Assert.Null(await ViewerAsync());
    }

    [Theory]
    [InlineData("undo")]
    [InlineData("withdrawal")]
    [InlineData("alias")]
    public async Task Action_FurtherAhead_WaitsForTheNight(string action)
    {
        await TakeAsync(action, 901);
        Assert.Equal(At(20), await ViewerAsync());

        await _bed.NightAsync();
        Assert.Null(await ViewerAsync());
    }

    // Bob's form gave him the view; every action takes it away from him.
    private async Task TakeAsync(string action, int secondsAhead)
    {
        await _bed.CaptureAsync(Form("f", 10, "bob").Queued(), View("p", 20));
        Assert.Equal(At(20), await ViewerAsync());
        var at = _bed.Clock.GetUtcNow().AddSeconds(secondsAhead);

        switch (action)
        {
            case "undo":
                await _bed
                    .Get<UndoHandler>()
                    .HandleAsync(new UndoFact { LinkKey = FactKey.Of("f"), VisitorId = Visitor, At = at }, default);
                break;
            case "alias":
                await _bed.Get<AliasHandler>().HandleAsync(
                    Lead("bob"), AliasFact.Of(Lead("bob"), Lead("ann"), Email("ann"), at, 0, new ActionNote(null, null)), default);
                break;
            default:
                var decision = new ConsentFact
                {
                    Id = "d",
                    VisitorId = Visitor,
                    State = ConsentState.Withdrawn,
                    OccurredAt = at,
                    ReceivedAt = at,
                };
                await _bed.HandleAsync(ConsentFlowTests.Message([], decision));
                break;
        }

        await _bed.DrainAsync();
        if (secondsAhead > 0)
        {
            Assert.Equal(At(20), await ViewerAsync());
        }

        _bed.Clock.AdvanceTo(at);
        await _bed.DrainAsync();
    }

    // When the lead that the view may belong to was active last, if that was the view.
    private async Task<DateTimeOffset?> ViewerAsync()
    {
        var profile = (await _bed.Get<ILeadStore>().GetProfileAsync(Lead("bob"), default)).Value;
        return profile?.LastActivityAt == At(20) ? At(20) : null;
    }
}

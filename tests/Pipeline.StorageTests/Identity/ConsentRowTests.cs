using Pipeline.Events;
using Pipeline.Events.Messages;
using Pipeline.Identity;
using Pipeline.Records;
using Pipeline.Storage.Shared;
using Pipeline.Testing;

namespace Pipeline.StorageTests.Identity;

[Collection("azurite")]
public sealed class ConsentRowTests(AzuriteFixture azurite)
{
    private const string Visitor = "abcdefghijklmnopqrstuvwx23";
    private static readonly DateTimeOffset At = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private static readonly ConsentFact Consent = new()
    {
        Id = "d1",
        VisitorId = Visitor,
        State = ConsentState.Withdrawn,
        OccurredAt = At.AddMinutes(-1),
        ReceivedAt = At,
    };

    [Fact]
    public async Task CommitAsync_Decision_IsARowOfItsVisitorThatReadsBack()
    {
        await using var bed = await BedAsync();
        var store = bed.Get<IVisitorStore>();

        await store.CommitAsync(
            new VisitorChange
            {
                VisitorId = Visitor,
                Consents = [Consent],
                State = new VisitorState { VisitorId = Visitor, WithdrawnAt = At },
                StateETag = null,
            }, default);

        Assert.Equal(Consent, Assert.Single((await store.GetFactsAsync(Visitor, default)).Consents));
        Assert.Equal(At, (await store.GetStateAsync(Visitor, default)).Value!.WithdrawnAt);
        Assert.NotNull(await bed.Get<ITables>()[TableNames.Visitors].GetAsync(Visitor, $"w|{Consent.Key}", default));
    }

    [Fact]
    public async Task RemoveAsync_MoreThanATransaction_RemovesAllAndTellsWhenARowIsGone()
    {
        await using var bed = await BedAsync();
        var store = bed.Get<IVisitorStore>();
        await bed.CaptureAsync(
            [.. Enumerable.Range(0, 120).Select(i => Event($"p{i}", EventType.PageView, i)), Event("f", EventType.Form, 130)]);
        var keys = (await store.GetFactsAsync(Visitor, default)).Events.Select(captured => FactKey.Of(captured.Id)).ToList();

        await store.RemoveAsync(Visitor, keys, [FactKey.Of("f")], default);

        var left = await store.GetFactsAsync(Visitor, default);
        Assert.Equal((121, 0, 0), (keys.Count, left.Events.Count, left.Links.Count));
        await Assert.ThrowsAsync<StorageConflictException>(() => store.RemoveAsync(Visitor, keys[..2], [], default));
    }

    [Fact]
    public async Task Withdrawal_Handled_LeavesOnlyWhatWasReceivedBefore()
    {
        await using var bed = await BedAsync();
        await bed.CaptureAsync(Event("before", EventType.PageView, -1), Event("at", EventType.PageView, 0), Event("f", EventType.Form, 1));

        var text = System.Text.Encoding.UTF8.GetString(EventMessageJson.Write(new EventMessage { Version = 1, Consents = [Consent] }));
        await bed.HandleAsync(new WorkMessage(QueueNames.Events, text));
        await bed.HandleAsync(new WorkMessage(QueueNames.Events, text));

        var facts = await bed.Get<IVisitorStore>().GetFactsAsync(Visitor, default);
        Assert.Equal(("before", 0), (Assert.Single(facts.Events).Id, facts.Links.Count));
        var lead = await bed.Get<Pipeline.Leads.Facts.ILeadStore>().GetFactsAsync(PipelineBed.LeadIds.Of("ann@example.org"), default);
        Assert.Equal(("f", null), (Assert.Single(lead.Events).Id, lead.Events[0].VisitorId));
    }

    private static CapturedEvent Event(string id, EventType type, int second) =>
        Sample.View(id, At.AddSeconds(second), Visitor) with { Type = type, Email = type == EventType.Form ? "ann@example.org" : null };

    private Task<PipelineBed> BedAsync() => PipelineBed.OnAccountAsync(azurite.ConnectionString, azurite.NewTableName("c"));
}

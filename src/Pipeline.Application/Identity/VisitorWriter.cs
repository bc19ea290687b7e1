using Pipeline.Days;
using Pipeline.Events;
using Pipeline.Leads.Facts;
using Pipeline.Records;
using Pipeline.Time;

namespace Pipeline.Identity;

/// <summary>Writes visitors with the index rows that they own.</summary>
public sealed class VisitorWriter(
    IVisitorStore visitors,
    ILeadStore leads,
    IDayIndex dayIndex,
    IRollupDays rollupDays,
    VisitorStateCache states,
    LocalTime localTime,
    TimeProvider timeProvider)
{
    /// <summary>Writes a visitor's facts and state: hints before it, old hints removed after it.</summary>
    /// <param name="stored">State that is replaced; the commit fails when it changed since.</param>
    /// <param name="fresh">New events.</param>
    /// <param name="replaced">Events whose stored version is replaced.</param>
    /// <param name="result">New view.</param>
    /// <param name="consents">New consent facts.</param>
    public async Task WriteAsync(
        string visitorId,
        Versioned<VisitorState> stored,
        IReadOnlyList<CapturedEvent> fresh,
        IReadOnlyList<(CapturedEvent Event, string ETag)> replaced,
        VisitorViewResult result,
        IReadOnlyList<ConsentFact> consents,
        CancellationToken cancellationToken)
    {
        var before = stored.Value?.Days ?? [];
        var now = timeProvider.GetUtcNow();
        var today = localTime.DayOf(now);
        var write = new HintedWrite();
        write.Add(token => rollupDays.MarkDirtyAsync([.. result.ChangedDays.Where(day => day < today)], now, token));
        foreach (var day in result.State.Days.Except(before).Select(LocalTime.Parse))
        {
            write.Add(token => dayIndex.AddAsync(DayEntryKind.Visit, day, visitorId, token));
        }

        var linking = fresh.Concat(replaced.Select(pair => pair.Event));
        foreach (var leadId in linking.Select(LinkFact.Of).OfType<LinkFact>().Select(link => link.LeadId).Distinct())
        {
            write.Add(token => leads.AddVisitorAsync(leadId, visitorId, token));
        }

        foreach (var day in before.Except(result.State.Days).Select(LocalTime.Parse))
        {
            write.Remove(
                token => dayIndex.GetETagAsync(DayEntryKind.Visit, day, visitorId, token),
                (etag, token) => dayIndex.RemoveAsync(DayEntryKind.Visit, day, visitorId, etag, token));
        }

        var change = new VisitorChange
        {
            VisitorId = visitorId,
            NewEvents = fresh,
            ReplacedEvents = replaced,
            Consents = consents,
            RemovedLinks = RemovedLinks(stored.Value, replaced),
            State = result.State,
            StateETag = stored.ETag,
            OlderVisits = result.OlderVisits,
        };
        await write.RunAsync(
            async token =>
            {
                states.Forget(visitorId);
                states.Keep(result.State, await visitors.CommitAsync(change, token));
            },
            cancellationToken);
    }

    private static List<string> RemovedLinks(VisitorState? stored, IReadOnlyList<(CapturedEvent Event, string ETag)> replaced)
    {
        var linked = (stored?.Links ?? []).Select(link => link.EventId).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. replaced.Where(pair => linked.Contains(pair.Event.Id) && LinkFact.Of(pair.Event) is null)
                .Select(pair => FactKey.Of(pair.Event.Id)),
        ];
    }
}

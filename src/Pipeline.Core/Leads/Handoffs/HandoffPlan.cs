using Pipeline.Leads.Facts;
using Pipeline.Lifecycle;
using Pipeline.Records;

namespace Pipeline.Leads.Handoffs;

/// <summary>What a lead's stages do to its outbox, as a pure function of both.</summary>
/// <param name="Writes">Rows to write in the transaction of the profile.</param>
/// <param name="Asked">Hand-offs to put into the queue after it.</param>
public sealed record HandoffPlan(IReadOnlyList<HandoffWrite> Writes, IReadOnlyList<Handoff> Asked)
{
    /// <summary>As long as the run that asked may have died before it could, and its message be delivered again.</summary>
    public static readonly TimeSpan MayHaveDied = TimeSpan.FromMinutes(15);

    /// <summary>After so long a refresh asks for a delivery again that did not succeed.</summary>
    public static readonly TimeSpan AsksAgain = TimeSpan.FromHours(6);

    /// <summary>
    /// Each entry into MQL owns a hand-off: one that is new, or came back, is pending; a pending one whose entry disappeared is superseded.
    /// A delivered one stays, but for one whose entry is gone because something was disowned: it is withdrawn, and keeps its number. What
    /// was refused stays. An entry that is no news when it is learned owns none.
    /// </summary>
    /// <param name="known">Rows of the outbox.</param>
    /// <param name="stages">Stages of the lead; null when it is known no longer.</param>
    /// <param name="now">When this is learned.</param>
    /// <param name="maxAge">How long ago an entry may be to be news.</param>
    /// <param name="isAsking">False when there is no receiver: what is pending waits.</param>
    /// <param name="isDisowned">Whether anything that can matter to the lead was disowned.</param>
    public static HandoffPlan Of(
        string leadId,
        IReadOnlyList<Versioned<Handoff>> known,
        StageHistory? stages,
        DateTimeOffset now,
        TimeSpan maxAge,
        bool isAsking,
        bool isDisowned = false)
    {
        var entries = stages?.Transitions.Where(transition => transition.Entry is not null).ToList() ?? [];
        var numbers = HandoffNumbers.Of([.. known.Select(row => row.Value!)], entries, isDisowned);
        var rows = known.ToDictionary(row => row.Value!.Entry);
        var (writes, asked) = (new List<HandoffWrite>(), new List<Handoff>());
        foreach (var entry in entries)
        {
            var number = numbers.NumberOf(entry.Entry!.Value);
            rows.Remove(number, out var row);
            var isNews = now - entry.At <= maxAge;
            if (row.Value?.State is HandoffState.Delivered or HandoffState.Refused || (row.Value is null && !isNews))
            {
                continue;
            }

            Add(row, isNews, new Handoff
            {
                Version = 1,
                LeadId = leadId,
                Entry = number,
                Label = entry.Label!.Value,
                EnteredAt = entry.At,
                CreatedAt = row.Value?.CreatedAt ?? now,
                AskedAt = row.Value?.AskedAt,
                State = HandoffState.Pending,
            });
        }

        foreach (var row in rows.Values)
        {
            if (row.Value!.State == HandoffState.Pending)
            {
                writes.Add(new HandoffWrite(row.Value with { State = HandoffState.Superseded }, row.ETag));
            }
            else if (row.Value.State == HandoffState.Withdrawing || numbers.Vanished.Contains(row.Value.Entry))
            {
                var isNew = row.Value.State != HandoffState.Withdrawing;
                Add(row, isNews: true, row.Value with
                {
                    State = HandoffState.Withdrawing,
                    AskedAt = isNew ? null : row.Value.AskedAt,
                    ClosedAt = null,
                });
            }
        }

        return new HandoffPlan(writes, asked);

        void Add(Versioned<Handoff> row, bool isNews, Handoff handoff)
        {
            var age = now - handoff.AskedAt;
            var asksNow = isAsking && isNews && !(age < AsksAgain);
            handoff = asksNow ? handoff with { AskedAt = now } : handoff;
            if (asksNow || (isAsking && isNews && age < MayHaveDied))
            {
                asked.Add(handoff);
            }

            if (handoff != row.Value)
            {
                writes.Add(new HandoffWrite(handoff, row.ETag));
            }
        }
    }
}

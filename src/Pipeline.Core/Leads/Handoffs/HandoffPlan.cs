using Pipeline.Lifecycle;
using Pipeline.Records;

namespace Pipeline.Leads.Handoffs;

/// <summary>What a lead's stages do to its outbox, as a pure function of both.</summary>
/// <param name="Writes">Rows to write in the transaction of the profile.</param>
/// <param name="Pending">Hand-offs that are pending after it.</param>
public sealed record HandoffPlan(IReadOnlyList<HandoffWrite> Writes, IReadOnlyList<Handoff> Pending)
{
    /// <summary>
    /// Each entry into MQL owns a hand-off: one that is new, or came back, is pending; a pending one whose entry disappeared is superseded;
    /// what was delivered or refused stays.
    /// </summary>
    /// <param name="leadId">Lead.</param>
    /// <param name="known">Rows of the outbox.</param>
    /// <param name="stages">Stages of the lead; null when it is known no longer.</param>
    /// <param name="now">When this is learned.</param>
    public static HandoffPlan Of(string leadId, IReadOnlyList<Versioned<Handoff>> known, StageHistory? stages, DateTimeOffset now)
    {
        var rows = known.ToDictionary(row => row.Value!.Entry);
        var writes = new List<HandoffWrite>();
        var pending = new List<Handoff>();
        foreach (var entry in stages?.Transitions.Where(transition => transition.Entry is not null) ?? [])
        {
            var row = rows.GetValueOrDefault(entry.Entry!.Value);
            rows.Remove(entry.Entry.Value);
            if (row.Value?.State is HandoffState.Delivered or HandoffState.Refused)
            {
                continue;
            }

            var handoff = new Handoff
            {
                Version = 1,
                LeadId = leadId,
                Entry = entry.Entry.Value,
                Label = entry.Label!.Value,
                EnteredAt = entry.At,
                CreatedAt = row.Value?.CreatedAt ?? now,
                State = HandoffState.Pending,
            };
            pending.Add(handoff);
            if (handoff != row.Value)
            {
                writes.Add(new HandoffWrite(handoff, row.ETag));
            }
        }

        writes.AddRange(rows.Values
            .Where(row => row.Value!.State == HandoffState.Pending)
            .Select(row => new HandoffWrite(row.Value! with { State = HandoffState.Superseded }, row.ETag)));
        return new HandoffPlan(writes, pending);
    }
}

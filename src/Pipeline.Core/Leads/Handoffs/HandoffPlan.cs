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
    /// Each entry into MQL owns a hand-off: one that is new, or came back, is pending; a pending one whose entry disappeared is superseded;
    /// what was delivered or refused stays. An entry that is no news when it is learned owns none.
    /// </summary>
    /// <param name="known">Rows of the outbox.</param>
    /// <param name="stages">Stages of the lead; null when it is known no longer.</param>
    /// <param name="now">When this is learned.</param>
    /// <param name="maxAge">How long ago an entry may be to be news.</param>
    /// <param name="isAsking">False when there is no receiver: what is pending waits.</param>
    public static HandoffPlan Of(
        string leadId, IReadOnlyList<Versioned<Handoff>> known, StageHistory? stages, DateTimeOffset now, TimeSpan maxAge, bool isAsking)
    {
        var rows = known.ToDictionary(row => row.Value!.Entry);
        var writes = new List<HandoffWrite>();
        var asked = new List<Handoff>();
        foreach (var entry in stages?.Transitions.Where(transition => transition.Entry is not null) ?? [])
        {
            var row = rows.GetValueOrDefault(entry.Entry!.Value);
            rows.Remove(entry.Entry.Value);
            if (row.Value?.State is HandoffState.Delivered or HandoffState.Refused)
            {
                continue;
            }

            var isNews = now - entry.At <= maxAge;
            if (row.Value is null && !isNews)
            {
                continue;
            }

            var age = now - row.Value?.AskedAt;
            var asksNow = isAsking && isNews && !(age < AsksAgain);
            var handoff = new Handoff
            {
                Version = 1,
                LeadId = leadId,
                Entry = entry.Entry.Value,
                Label = entry.Label!.Value,
                EnteredAt = entry.At,
                CreatedAt = row.Value?.CreatedAt ?? now,
                AskedAt = asksNow ? now : row.Value?.AskedAt,
                State = HandoffState.Pending,
            };
            if (asksNow || (isAsking && isNews && age < MayHaveDied))
            {
                asked.Add(handoff);
            }

            if (handoff != row.Value)
            {
                writes.Add(new HandoffWrite(handoff, row.ETag));
            }
        }

        writes.AddRange(rows.Values
            .Where(row => row.Value!.State == HandoffState.Pending)
            .Select(row => new HandoffWrite(row.Value! with { State = HandoffState.Superseded }, row.ETag)));
        return new HandoffPlan(writes, asked);
    }
}

using Pipeline.Events;
using Pipeline.Records;

namespace Pipeline.Leads.Facts;

/// <summary>Stores events under a lead.</summary>
internal static class LeadEvents
{
    /// <summary>Stores an event under its own key, unless a version that wins is there already. Safe to repeat.</summary>
    /// <param name="leads">Where leads are stored.</param>
    /// <param name="captured">Event.</param>
    /// <returns>True.</returns>
    /// <exception cref="StorageConflictException">Another worker stored it at the same time; try again.</exception>
    public static async ValueTask<bool> StoreAsync(
        ILeadStore leads, string leadId, CapturedEvent captured, CancellationToken cancellationToken)
    {
        var stored = await leads.GetEventAsync(leadId, FactKey.Of(captured.Id), cancellationToken);
        if (stored.Value is null || FactVersion.Replaces(captured, stored.Value))
        {
            await leads.PutEventAsync(leadId, captured, stored.ETag, cancellationToken);
        }

        return true;
    }
}

namespace Pipeline.Leads.Pages;

// Entries that go to their pages with one put.
internal sealed class EntryBatch
{
    private readonly TaskCompletionSource<IReadOnlyDictionary<string, LeadEntry>> _written =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Dictionary<string, LeadEntry> Entries { get; } = new(StringComparer.Ordinal);

    /// <summary>The entries that the pages hold afterwards, by lead.</summary>
    public Task<IReadOnlyDictionary<string, LeadEntry>> Written => _written.Task;

    public void Add(LeadEntry entry)
    {
        if (!Entries.TryGetValue(entry.LeadId, out var known) || known.Generation < entry.Generation)
        {
            Entries[entry.LeadId] = entry;
        }
    }

    public void Finish(IReadOnlyDictionary<string, LeadEntry> held) => _written.SetResult(held);

    public void Fail(Exception error) => _written.SetException(error);
}

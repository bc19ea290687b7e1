using Pipeline.Records;

namespace Pipeline.Leads.Pages;

/// <summary>
/// The one writer of a shard's pages in this process: while a put is under way, entries gather and go with the next. It keeps pages and
/// ETags, and reads again only when another process has written.
/// </summary>
/// <param name="shard">0 to 15.</param>
#pragma warning disable CA1001 // The semaphore's wait handle is never made, and a shard lives as long as the process.
internal sealed class PageShard(int shard, ILeadPageStore store, ConflictRetry retry)
#pragma warning restore CA1001
{
    private readonly Lock _sync = new();
    private readonly Queue<EntryBatch> _waiting = [];
    private readonly SemaphoreSlim _turn = new(1);
    private Dictionary<string, StoredPage>? _pages;
    private bool _isRunning;

    /// <summary>Puts an entry, unless its page holds one of the same or a greater generation.</summary>
    /// <returns>The entry that the page then holds.</returns>
    public async Task<LeadEntry> PutAsync(LeadEntry entry, CancellationToken cancellationToken)
    {
        EntryBatch batch;
        bool isFirst;
        lock (_sync)
        {
            if (_waiting.Count == 0 || _waiting.Last().Entries.Count == LeadPageWriter.MaxEntries)
            {
                _waiting.Enqueue(new EntryBatch());
            }

            batch = _waiting.Last();
            batch.Add(entry);
            (isFirst, _isRunning) = (!_isRunning, true);
        }

        if (isFirst)
        {
            // Not waited for: whoever comes first must not serve all who come after.
            _ = RunAsync();
        }

        return (await batch.Written.WaitAsync(cancellationToken))[entry.LeadId];
    }

    /// <summary>Reads the entry of a lead anew; null when there is none.</summary>
    public async Task<LeadEntry?> ReadAsync(string leadId, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            _pages = await LoadAsync(cancellationToken);
            var prefix = PrefixOf(_pages, leadId);
            return Entries(_pages.GetValueOrDefault(prefix)).FirstOrDefault(entry => entry.LeadId == leadId);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Removes tombstones from before a moment.</summary>
    public async Task SweepAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await retry.RunAsync(token => TrySweepAsync(before, token), cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task RunAsync()
    {
        while (true)
        {
            EntryBatch batch;
            lock (_sync)
            {
                if (!_waiting.TryDequeue(out batch!))
                {
                    _isRunning = false;
                    return;
                }
            }

            // Whoever waits for the batch decides for himself when to give up; the others still need it.
            await _turn.WaitAsync(CancellationToken.None);
            try
            {
                batch.Finish(await retry.RunAsync(token => TryPutAsync(batch.Entries.Values, token), CancellationToken.None));
            }
#pragma warning disable CA1031 // Every failure belongs to those who wait.
            catch (Exception error)
#pragma warning restore CA1031
            {
                batch.Fail(error);
            }
            finally
            {
                _turn.Release();
            }
        }
    }

    private async ValueTask<IReadOnlyDictionary<string, LeadEntry>> TryPutAsync(
        IReadOnlyCollection<LeadEntry> entries, CancellationToken cancellationToken)
    {
        var pages = _pages ??= await LoadAsync(cancellationToken);
        var held = new Dictionary<string, LeadEntry>(StringComparer.Ordinal);
        var writes = new List<PageWrite>();
        foreach (var group in entries.GroupBy(entry => PrefixOf(pages, entry.LeadId)))
        {
            var stored = pages.GetValueOrDefault(group.Key);
            var content = Entries(stored).ToDictionary(entry => entry.LeadId, StringComparer.Ordinal);
            var isChanged = false;
            foreach (var entry in group)
            {
                if (!content.TryGetValue(entry.LeadId, out var known) || known.Generation < entry.Generation)
                {
                    (content[entry.LeadId], isChanged) = (entry, true);
                }

                held[entry.LeadId] = content[entry.LeadId];
            }

            if (isChanged)
            {
                writes.AddRange(Writes(group.Key, stored?.ETag, content.Values));
            }
        }

        await WriteAsync(pages, writes, cancellationToken);
        return held;
    }

    private async ValueTask<bool> TrySweepAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var pages = _pages = await LoadAsync(cancellationToken);
        foreach (var page in pages.Values.ToList())
        {
            var entries = Entries(page);
            var kept = entries.Where(entry => !(entry.GoneAt < before)).ToList();
            if (kept.Count < entries.Count)
            {
                await WriteAsync(pages, [new PageWrite(page.Prefix, PageText.Write(kept), page.ETag)], cancellationToken);
            }
        }

        return true;
    }

    private static IEnumerable<PageWrite> Writes(string prefix, string? etag, IReadOnlyCollection<LeadEntry> entries)
    {
        var cut = PageText.Cut(prefix, entries);
        if (cut.Count == 1)
        {
            return [new PageWrite(prefix, cut[0].Text, etag)];
        }

        var children = cut.Select(page => new PageWrite(page.Prefix, page.Text, null));
        return etag is null ? children : children.Prepend(new PageWrite(prefix, null, etag));
    }

    private async Task WriteAsync(
        Dictionary<string, StoredPage> pages, List<PageWrite> writes, CancellationToken cancellationToken)
    {
        if (writes.Count == 0)
        {
            return;
        }

        // Whatever stops the put: how the pages are now is unknown.
        _pages = null;
        var etags = await store.WriteAsync(shard, writes, cancellationToken);
        foreach (var (write, etag) in writes.Zip(etags))
        {
            if (write.Text is { } text)
            {
                pages[write.Prefix] = new StoredPage(write.Prefix, text, etag);
            }
            else
            {
                pages.Remove(write.Prefix);
            }
        }

        _pages = pages;
    }

    private async Task<Dictionary<string, StoredPage>> LoadAsync(CancellationToken cancellationToken) =>
        (await store.ListAsync(shard, cancellationToken)).ToDictionary(page => page.Prefix, StringComparer.Ordinal);

    private static string PrefixOf(Dictionary<string, StoredPage> pages, string leadId)
    {
        var bits = PagePlace.Of(leadId).Bits;
        var depth = 0;
        while (depth < bits.Length && !pages.ContainsKey(bits[..depth]) && pages.Count > 0)
        {
            depth++;
        }

        return bits[..depth];
    }

    private static IReadOnlyList<LeadEntry> Entries(StoredPage? page) => page is null ? [] : PageText.Read(page.Text);
}

namespace Pipeline.Records;

/// <summary>
/// Writes a view and the index rows that point to it, in an order that survives a crash between any two calls: new hints, the view, and
/// only then old hints away. A hint too many costs a reading; a view without its hint would never be found.
/// </summary>
public sealed class HintedWrite
{
    private readonly List<Func<CancellationToken, Task>> _added = [];
    private readonly List<(Func<CancellationToken, Task<string?>> Read, Func<string, CancellationToken, Task> Remove)> _stale = [];

    /// <summary>Adds a hint that the new view needs.</summary>
    /// <param name="write">Writes it; may be repeated.</param>
    public void Add(Func<CancellationToken, Task> write) => _added.Add(write);

    /// <summary>
    /// Removes a hint of the old view, unless somebody needs it again: its ETag is the one from before the view is written.
    /// </summary>
    /// <param name="readETag">Reads its ETag; null when there is no such hint.</param>
    /// <param name="remove">Removes it under that ETag; does nothing when it changed.</param>
    public void Remove(Func<CancellationToken, Task<string?>> readETag, Func<string, CancellationToken, Task> remove) =>
        _stale.Add((readETag, remove));

    /// <summary>Writes all of it.</summary>
    /// <param name="writeView">Writes the view under the ETag that was read before its first fact.</param>
    public async Task RunAsync(Func<CancellationToken, Task> writeView, CancellationToken cancellationToken)
    {
        foreach (var add in _added)
        {
            await add(cancellationToken);
        }

        var removals = new List<(string ETag, Func<string, CancellationToken, Task> Remove)>();
        foreach (var (read, remove) in _stale)
        {
            if (await read(cancellationToken) is { } etag)
            {
                removals.Add((etag, remove));
            }
        }

        await writeView(cancellationToken);
        foreach (var (etag, remove) in removals)
        {
            await remove(etag, cancellationToken);
        }
    }
}

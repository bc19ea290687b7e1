namespace Pipeline.Storage.Shared;

/// <summary>Cuts many writes to one partition into transactions that the service takes: at most 99 rows and 3 MiB each, as they are sent.</summary>
internal static class RowBatches
{
    /// <summary>Most rows in one transaction.</summary>
    public const int MaxRows = 99;

    /// <summary>
    /// Most bytes in one transaction; the service takes 4 MiB. A row alone may have a little more: 1 MiB, of which every two bytes are sent as six.
    /// </summary>
    public const int MaxBytes = 3 * 1024 * 1024;

    private const int Envelope = 400;

    /// <summary>Cuts writes into transactions, in their order.</summary>
    /// <param name="writes">Writes to one partition.</param>
    public static IReadOnlyList<IReadOnlyList<RowWrite>> Of(IEnumerable<RowWrite> writes)
    {
        var batches = new List<IReadOnlyList<RowWrite>>();
        var batch = new List<RowWrite>();
        var bytes = Envelope;
        foreach (var write in writes)
        {
            var size = RowBytes.Of(write);
            if (batch.Count == MaxRows || (batch.Count > 0 && bytes + size > MaxBytes))
            {
                batches.Add(batch);
                (batch, bytes) = ([], Envelope);
            }

            batch.Add(write);
            bytes += size;
        }

        if (batch.Count > 0)
        {
            batches.Add(batch);
        }

        return batches;
    }
}

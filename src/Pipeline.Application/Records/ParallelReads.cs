namespace Pipeline.Records;

/// <summary>Reads many things at a time.</summary>
internal static class ParallelReads
{
    public static async Task<IReadOnlyList<TResult>> SelectAsync<TSource, TResult>(
        IReadOnlyList<TSource> items,
        int parallelism,
        Func<TSource, CancellationToken, Task<TResult>> read,
        CancellationToken cancellationToken)
    {
        var results = new TResult[items.Count];
        await Parallel.ForAsync(
            0,
            items.Count,
            new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellationToken },
            async (i, token) => results[i] = await read(items[i], token));
        return results;
    }
}

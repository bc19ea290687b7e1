namespace Pipeline.Records;

/// <summary>Works on the parts of one queue message side by side, so that one that fails does not hold up the others.</summary>
public static class MessageParts
{
    private const int Parallelism = 8;

    /// <summary>Works on all parts, at most 8 at a time.</summary>
    /// <typeparam name="T">A part.</typeparam>
    /// <param name="isAlone">True when the message holds nothing else than the one part: its failure is the message's.</param>
    /// <param name="work">Works on one of them.</param>
    /// <param name="cancellationToken">Stops between two parts; the message is then delivered again.</param>
    /// <returns>Parts that failed and must be put back, each as a message of its own.</returns>
    /// <exception cref="Exception">The only part failed: the queue tries again and at last moves the message to poison.</exception>
    public static async Task<IReadOnlyList<(T Part, Exception Error)>> RunAsync<T>(
        IReadOnlyCollection<T> parts, bool isAlone, Func<T, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        var failures = new List<(T Part, Exception Error)>();
        await Parallel.ForEachAsync(
            parts,
            new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken },
            async (part, token) =>
            {
                try
                {
                    await work(part, token);
                }
                catch (Exception error) when (!isAlone && error is not OperationCanceledException)
                {
                    lock (failures)
                    {
                        failures.Add((part, error));
                    }
                }
            });
        return failures;
    }
}

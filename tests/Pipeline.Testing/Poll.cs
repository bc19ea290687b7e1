namespace Pipeline.Testing;

/// <summary>Waits for something that happens in another process, by looking again and again.</summary>
public static class Poll
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Looks every 100 ms until a look satisfies.</summary>
    /// <typeparam name="T">What a look gives.</typeparam>
    /// <param name="look">Looks once; an exception ends the wait.</param>
    /// <param name="satisfies">Whether a look is what was waited for.</param>
    /// <param name="patience">How long to look at most.</param>
    /// <param name="explain">What a failure message tells besides the last look; nothing by default.</param>
    /// <returns>The look that satisfied.</returns>
    /// <exception cref="TimeoutException">None did in time; the message holds the last look.</exception>
    public static async Task<T> UntilAsync<T>(Func<Task<T>> look, Func<T, bool> satisfies, TimeSpan patience, Func<string>? explain = null)
    {
        var started = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(Interval, TimeProvider.System);
        while (true)
        {
            var seen = await look();
            if (satisfies(seen))
            {
                return seen;
            }

            if (TimeProvider.System.GetElapsedTime(started) > patience)
            {
                throw new TimeoutException($"Not seen within {patience}. Last look: {seen}{Environment.NewLine}{explain?.Invoke()}");
            }

            await timer.WaitForNextTickAsync();
        }
    }

    /// <summary>Looks every 100 ms until something is true.</summary>
    /// <param name="look">Looks once; an exception ends the wait.</param>
    /// <param name="patience">How long to look at most.</param>
    /// <param name="explain">What a failure message tells; nothing by default.</param>
    /// <exception cref="TimeoutException">It was not true in time.</exception>
    public static Task UntilAsync(Func<Task<bool>> look, TimeSpan patience, Func<string>? explain = null) =>
        UntilAsync(look, seen => seen, patience, explain);
}

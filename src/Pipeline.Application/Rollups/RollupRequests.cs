using System.Collections.Concurrent;
using Pipeline.Days;
using Pipeline.Records;

namespace Pipeline.Rollups;

/// <summary>
/// Asks for the roll-up of days after an upload, a little later, when all that changes them together has been written. Safe to repeat: a
/// day may be rolled up any number of times.
/// </summary>
/// <param name="queue">Where to ask.</param>
/// <param name="timeProvider">Tells what was asked for lately.</param>
public sealed class RollupRequests(IWorkQueue queue, TimeProvider timeProvider) : IRollupRequests
{
    /// <summary>Time from the request to the roll-up: 90 seconds.</summary>
    public static readonly TimeSpan Delay = TimeSpan.FromSeconds(90);

    // Shorter than the delay: what changes half a minute after the last request that counts is still seen by it.
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<DateOnly, DateTimeOffset> _asked = new();

    /// <inheritdoc/>
    public async Task AskAsync(IReadOnlyCollection<DateOnly> days, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        foreach (var day in days.Where(day => !(_asked.TryGetValue(day, out var before) && now - before < Remembered)))
        {
            await queue.SendAsync(QueueNames.Rollups, RollupMessage.Write(day), Delay, cancellationToken);
            _asked[day] = now;
        }
    }
}

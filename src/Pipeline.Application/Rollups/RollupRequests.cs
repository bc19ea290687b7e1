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
    /// <summary>Most days that are asked for within a minute; of an upload about more of them the rest is done by the night.</summary>
    public const int MaxDays = 31;

    /// <summary>Time from the request to the roll-up: 15 seconds.</summary>
    public static readonly TimeSpan Delay = TimeSpan.FromSeconds(15);

    // Shorter than the delay: what changes seconds after the last request that counts is still seen by it.
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Counted = TimeSpan.FromMinutes(1);

    private readonly Lock _sync = new();
    private readonly Dictionary<DateOnly, DateTimeOffset> _asked = [];

    /// <inheritdoc/>
    public async Task AskAsync(IReadOnlyCollection<DateOnly> days, CancellationToken cancellationToken)
    {
        foreach (var day in days.OrderDescending().Where(Claim))
        {
            await queue.SendAsync(QueueNames.Rollups, RollupMessage.Write(day), Delay, cancellationToken);
        }
    }

    // Leads are refreshed side by side: of those that change one day the first asks for it.
    private bool Claim(DateOnly day)
    {
        var now = timeProvider.GetUtcNow();
        lock (_sync)
        {
            foreach (var (old, _) in _asked.Where(asked => now - asked.Value >= Counted).ToList())
            {
                _asked.Remove(old);
            }

            if (_asked.TryGetValue(day, out var before) ? now - before < Remembered : _asked.Count >= MaxDays)
            {
                return false;
            }

            _asked[day] = now;
            return true;
        }
    }
}

using System.Collections.Concurrent;

namespace Pipeline.Testing;

/// <summary>
/// Sees every storage call of a bed: counts it, lets a test act before and after it, and makes one of them crash or fail. After a crash
/// every further call crashes too, until <see cref="Revive"/>: a dead process writes nothing more.
/// </summary>
public sealed class StorageCalls
{
    private readonly ConcurrentDictionary<(string Target, StorageCallKind Kind), int> _counts = new();
    private int _total;
    private int _armedAt = -1;
    private bool _armedAfterEffect;
    private bool _armedDies;
    private volatile bool _dead;

    /// <summary>Runs before each call takes effect.</summary>
    public Func<StorageCall, Task>? Before { get; set; }

    /// <summary>Runs after each call has taken effect, before its caller learns of it.</summary>
    public Func<StorageCall, Task>? After { get; set; }

    /// <summary>Sees each call that the storage refused.</summary>
    public Action<StorageCall, Exception>? Failed { get; set; }

    /// <summary>Calls so far.</summary>
    public int Total => Volatile.Read(ref _total);

    /// <summary>True once an armed call has crashed or failed.</summary>
    public bool HasBroken { get; private set; }

    /// <summary>True after a crash.</summary>
    public bool IsDead => _dead;

    /// <summary>Calls so far, by target and kind, in order, for assertions that tell everything at once.</summary>
    public string Summary => string.Join(
        ", ",
        _counts.Where(item => item.Value > 0)
            .OrderBy(item => item.Key.Target, StringComparer.Ordinal).ThenBy(item => item.Key.Kind)
            .Select(item => $"{item.Key.Target} {item.Key.Kind} {item.Value}"));

    /// <summary>Calls so far on one table or queue.</summary>
    public int Count(string target, StorageCallKind? kind = null) =>
        _counts.Where(item => item.Key.Target == target && (kind is null || item.Key.Kind == kind)).Sum(item => item.Value);

    /// <summary>Counts from zero again.</summary>
    public void Reset()
    {
        _counts.Clear();
        Volatile.Write(ref _total, 0);
    }

    /// <summary>Makes one later call end the process.</summary>
    /// <param name="calls">Which: 1 is the next one.</param>
    /// <param name="afterEffect">Whether it takes effect first.</param>
    public void CrashAt(int calls, bool afterEffect) => Arm(calls, afterEffect, dies: true);

    /// <summary>Makes one later call fail, and only that one.</summary>
    /// <param name="calls">Which: 1 is the next one.</param>
    /// <param name="afterEffect">Whether it takes effect first.</param>
    public void FailAt(int calls, bool afterEffect) => Arm(calls, afterEffect, dies: false);

    /// <summary>Breaks nothing any more that has not broken yet.</summary>
    public void Disarm() => Volatile.Write(ref _armedAt, -1);

    /// <summary>Starts the process again.</summary>
    public void Revive() => _dead = false;

    /// <summary>Passes one call on.</summary>
    public async Task<T> PassAsync<T>(StorageCall call, int calls, Func<Task<T>> effect)
    {
        ThrowIfDead(call);
        var number = CountMore(call, calls);
        if (Before is { } before)
        {
            await before(call);
        }

        var armed = _armedAt >= 0 && number >= _armedAt && Interlocked.Exchange(ref _armedAt, -1) >= 0;
        if (armed && !_armedAfterEffect)
        {
            Break(call, "before");
        }

        ThrowIfDead(call);
        var result = await RunAsync(call, effect);
        if (After is { } after)
        {
            await after(call);
        }

        if (armed)
        {
            Break(call, "after");
        }

        return result;
    }

    /// <summary>Counts calls that one call needed besides, such as further pages.</summary>
    /// <returns>All calls so far.</returns>
    public int CountMore(StorageCall call, int calls)
    {
        _counts.AddOrUpdate((call.Target, call.Kind), calls, (_, count) => count + calls);
        return Interlocked.Add(ref _total, calls);
    }

    private async Task<T> RunAsync<T>(StorageCall call, Func<Task<T>> effect)
    {
        try
        {
            return await effect();
        }
        catch (Exception error) when (Failed is not null)
        {
            Failed(call, error);
            throw;
        }
    }

    private void Arm(int calls, bool afterEffect, bool dies)
    {
        (_armedAfterEffect, _armedDies) = (afterEffect, dies);
        _armedAt = Total + calls;
    }

    private void Break(StorageCall call, string when)
    {
        var message = $"{when} {call.Kind} of {call.Target}: {call.Detail}";
        HasBroken = true;
        _dead = _armedDies;
        throw _armedDies ? new CrashException("Crash " + message) : new FaultException("Fault " + message);
    }

    private void ThrowIfDead(StorageCall call)
    {
        if (_dead)
        {
            throw new CrashException($"The process is dead: {call.Kind} of {call.Target}.");
        }
    }
}

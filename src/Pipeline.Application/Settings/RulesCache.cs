using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Pipeline.Settings;

/// <summary>
/// Gives the rules of one settings document and when they were active, read at most as often as its <see cref="RulesPolicy"/> says and once
/// for all who ask meanwhile. What computes views asks with <see cref="GetAsync"/> and fails when storage does. Requests, which must not
/// wait for storage, ask with <see cref="Known"/> or <see cref="KnownAsync"/> and get what was read last for as long as storage fails.
/// </summary>
/// <typeparam name="TRules">Rules, compiled.</typeparam>
public sealed partial class RulesCache<TRules>
    where TRules : class
{
    /// <summary>Time after a failed reading until requests cause the next one: 5 seconds.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly IRulesDocument<TRules> _document;
    private readonly ISettingsStore _store;
    private readonly RulesPolicy _policy;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger<RulesCache<TRules>> _logger;
    private readonly ConcurrentDictionary<(int Version, string Surroundings), TRules> _compiled = new();
    private readonly Lazy<RulesTimeline<TRules>> _shipped;
    private readonly Lock _sync = new();
    private Task<Reading>? _reading;
    private Task? _refresh;
    private volatile Reading? _last;
    private volatile Failure? _failure;

    /// <summary>Makes the cache; nothing is read yet.</summary>
    /// <param name="store">Where the document's versions are kept.</param>
    /// <param name="options">Tells how long they are kept in memory.</param>
    /// <param name="timeProvider">Tells their age, and ends waits.</param>
    /// <param name="logger">Told of readings that failed and that nobody waited for.</param>
    public RulesCache(
        IRulesDocument<TRules> document,
        ISettingsStore store,
        IOptions<RulesOptions> options,
        TimeProvider timeProvider,
        ILogger<RulesCache<TRules>> logger)
    {
        (_document, _store, _timeProvider, _logger) = (document, store, timeProvider, logger);
        _policy = RulesPolicy.Of(document.Effect, options.ValueOrDefault());
        _shipped = new Lazy<RulesTimeline<TRules>>(() => new RulesTimeline<TRules>(document.Shipped));
    }

    /// <summary>True once the document was read.</summary>
    public bool IsRead => _last is not null;

    /// <summary>Rules as they were known at most the policy's age ago; one storage call when nothing is kept.</summary>
    /// <exception cref="InvalidDataException">A stored version cannot be read by this release.</exception>
    public ValueTask<RulesTimeline<TRules>> GetAsync(CancellationToken cancellationToken) =>
        _last is { } kept && Age(kept.At) is var age && age >= TimeSpan.Zero && age <= _policy.MaxAge
            ? ValueTask.FromResult(kept.Rules)
            : new(WaitAsync(cancellationToken));

    /// <summary>Rules as they were read last, however old; too old ones are read again in the background.</summary>
    /// <returns>The shipped ones before the first reading has succeeded.</returns>
    public RulesTimeline<TRules> Known()
    {
        _ = Refresh();
        return Last;
    }

    /// <summary>Rules as they are kept; when they are too old, waits for a new reading.</summary>
    /// <param name="maxWait">Longest wait; then the rules that were read last are given.</param>
    /// <returns>The shipped ones before the first reading has succeeded.</returns>
    public ValueTask<RulesTimeline<TRules>> KnownAsync(TimeSpan maxWait) =>
        Refresh() is { IsCompleted: false } pending ? new(WaitAsync(pending, maxWait)) : ValueTask.FromResult(Last);

    private RulesTimeline<TRules> Last => _last?.Rules ?? _shipped.Value;

    // By the clock on the wall: one that counts the process's own time stands still while a machine sleeps.
    private TimeSpan Age(DateTimeOffset at) => _timeProvider.GetUtcNow() - at;

    private async Task<RulesTimeline<TRules>> WaitAsync(CancellationToken cancellationToken) =>
        (await ReadOnceAsync().WaitAsync(cancellationToken)).Rules;

    private async Task<RulesTimeline<TRules>> WaitAsync(Task pending, TimeSpan maxWait)
    {
        using var waited = new CancellationTokenSource();
        await Task.WhenAny(pending, Task.Delay(maxWait, _timeProvider, waited.Token));
        await waited.CancelAsync();
        return Last;
    }

    private Task? Refresh()
    {
        if (!IsDue())
        {
            return null;
        }

        lock (_sync)
        {
            return _refresh is { IsCompleted: false } ? _refresh : IsDue() ? _refresh = RefreshAsync() : null;
        }
    }

    private bool IsDue() => (_failure is not { } failure || !IsYoung(failure.At, RetryAfter))
        && (_last is not { } kept || !IsYoung(kept.At, _policy.MaxAge));

    private bool IsYoung(DateTimeOffset at, TimeSpan maxAge) => Age(at) is var age && age >= TimeSpan.Zero && age < maxAge;

    private async Task RefreshAsync()
    {
        try
        {
            _ = await ReadOnceAsync();
            _failure = null;
        }
        catch (Exception fault)
        {
            _failure = new Failure(_timeProvider.GetUtcNow());
            Log.NotRead(_logger, _document.Name, fault);
        }
    }

    // One reading for all who ask meanwhile; it does not end because one of them goes.
    private Task<Reading> ReadOnceAsync()
    {
        lock (_sync)
        {
            return _reading is { IsCompleted: false } ? _reading : _reading = ReadAsync();
        }
    }

    private async Task<Reading> ReadAsync()
    {
        var at = _timeProvider.GetUtcNow();
        var log = (await _store.GetLogAsync(_document.Name, CancellationToken.None)).Value ?? SettingsLog.Empty;
        var periods = new List<DatedRules<TRules>>();
        if (_policy.IsNewestAlone)
        {
            // Not the one that is active by this worker's clock, which may be behind that of the worker that activated it.
            periods.Add(new(DateTimeOffset.MinValue, log.Newest, await CompileAsync(log.Newest)));
        }
        else
        {
            periods.Add(new(DateTimeOffset.MinValue, 0, _document.Shipped));
            foreach (var activation in log.Activations)
            {
                periods.Add(new(activation.From, activation.Version, await CompileAsync(activation.Version)));
            }
        }

        return _last = new Reading(at, new RulesTimeline<TRules>(periods));
    }

    private async ValueTask<TRules> CompileAsync(int version)
    {
        if (version == 0)
        {
            return _document.Shipped;
        }

        var key = (version, _document.Surroundings);
        if (_compiled.TryGetValue(key, out var known))
        {
            return known;
        }

        var text = await _store.GetTextAsync(_document.Name, version, CancellationToken.None)
            ?? throw new InvalidDataException($"Version {version} of the settings '{_document.Name}' was active but is not stored.");
        try
        {
            return _compiled[key] = _document.Compile(text);
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException(
                $"Version {version} of the settings '{_document.Name}' cannot be read by this release. {error.Message}", error);
        }
    }

    private sealed record Reading(DateTimeOffset At, RulesTimeline<TRules> Rules);

    private sealed record Failure(DateTimeOffset At);

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Warning, Message = "The settings '{Document}' could not be read; the rules known so far stay in use.")]
        public static partial void NotRead(ILogger logger, string document, Exception fault);
    }
}

using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Pipeline.Settings;

/// <summary>
/// Gives the rules of one settings document and when they were active. What was read is kept for half of
/// <see cref="RulesOptions.RulesDelay"/>: an activation counts only after the whole of it, when every worker has read it.
/// </summary>
/// <typeparam name="T">Rules, compiled.</typeparam>
public sealed class RulesReader<T>
    where T : class
{
    private readonly IRulesDocument<T> _document;
    private readonly ISettingsStore _store;
    private readonly TimeSpan _maxAge;
    private readonly TimeProvider _timeProvider;
    private readonly ConcurrentDictionary<int, T> _compiled = new();
    private readonly Lock _sync = new();
    private Task<Reading>? _reading;
    private volatile Reading? _last;

    /// <summary>Makes the reader.</summary>
    /// <param name="store">Where its versions are kept.</param>
    /// <param name="options">Tells how long a reading is kept.</param>
    /// <param name="timeProvider">Tells a reading's age.</param>
    public RulesReader(IRulesDocument<T> document, ISettingsStore store, IOptions<RulesOptions> options, TimeProvider timeProvider)
    {
        _document = document;
        _store = store;
        _timeProvider = timeProvider;
        _maxAge = options.ValueOrDefault().RulesDelay / 2;
    }

    /// <summary>
    /// Rules as they were known at most half a <see cref="RulesOptions.RulesDelay"/> ago; one storage call when nothing is kept.
    /// </summary>
    /// <exception cref="InvalidDataException">A stored version cannot be read by this release.</exception>
    public ValueTask<RulesTimeline<T>> GetAsync(CancellationToken cancellationToken) =>
        _last is { } kept && IsFresh(kept) ? ValueTask.FromResult(kept.Rules) : new(WaitAsync(cancellationToken));

    private bool IsFresh(Reading kept) => _timeProvider.GetUtcNow() - kept.At is var age && age >= TimeSpan.Zero && age <= _maxAge;

    private async Task<RulesTimeline<T>> WaitAsync(CancellationToken cancellationToken)
    {
        Task<Reading> wait;
        lock (_sync)
        {
            // One reading for all who ask meanwhile; it does not end because one of them goes.
            if (_reading is null || _reading.IsCompleted)
            {
                _reading = ReadAsync();
            }

            wait = _reading;
        }

        return (await wait.WaitAsync(cancellationToken)).Rules;
    }

    private async Task<Reading> ReadAsync()
    {
        var at = _timeProvider.GetUtcNow();
        var log = (await _store.GetLogAsync(_document.Name, CancellationToken.None)).Value;
        var periods = new List<DatedRules<T>> { new(DateTimeOffset.MinValue, 0, _document.Shipped) };
        foreach (var activation in log?.Activations ?? [])
        {
            periods.Add(new DatedRules<T>(activation.From, activation.Version, await CompileAsync(activation.Version)));
        }

        return _last = new Reading(at, new RulesTimeline<T>(periods));
    }

    private async ValueTask<T> CompileAsync(int version)
    {
        if (version == 0)
        {
            return _document.Shipped;
        }

        if (_compiled.TryGetValue(version, out var known))
        {
            return known;
        }

        var text = await _store.GetTextAsync(_document.Name, version, CancellationToken.None)
            ?? throw new InvalidDataException($"Version {version} of the settings '{_document.Name}' was active but is not stored.");
        try
        {
            return _compiled[version] = _document.Compile(text);
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException(
                $"Version {version} of the settings '{_document.Name}' cannot be read by this release. {error.Message}", error);
        }
    }

    private sealed record Reading(DateTimeOffset At, RulesTimeline<T> Rules);
}

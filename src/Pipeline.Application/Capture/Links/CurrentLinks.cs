using Microsoft.Extensions.Logging;
using Pipeline.Settings;

namespace Pipeline.Capture.Links;

/// <summary>Gives the links of the settings document <c>links</c>, at most 60 seconds old unless storage fails.</summary>
public sealed partial class CurrentLinks
{
    /// <summary>Age from which the links are read again: 60 seconds.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(60);

    private readonly LinkDocument _document;
    private readonly ISettingsStore _store;
    private readonly KeptReading<Edition> _kept;

    /// <summary>Makes the source; nothing is read yet.</summary>
    /// <param name="store">Where its versions are kept.</param>
    /// <param name="timeProvider">Tells the age of what is kept.</param>
    /// <param name="logger">Told of failed readings.</param>
    public CurrentLinks(LinkDocument document, ISettingsStore store, TimeProvider timeProvider, ILogger<CurrentLinks> logger)
    {
        (_document, _store) = (document, store);
        _kept = new KeptReading<Edition>(ReadAsync, MaxAge, timeProvider, fault => Log.NotRead(logger, fault));
    }

    /// <summary>True once the document was read.</summary>
    public bool IsRead => _kept.Last is not null;

    /// <summary>The links; no storage call while they are fresh.</summary>
    /// <param name="maxWait">Longest wait for storage; then the links that were read last are given.</param>
    /// <returns>None before the first reading has succeeded.</returns>
    public ValueTask<LinkSet> GetAsync(TimeSpan maxWait)
    {
        var edition = _kept.GetAsync(maxWait);
        return edition.IsCompletedSuccessfully ? ValueTask.FromResult(edition.Result?.Links ?? LinkSet.Empty) : new(WaitAsync(edition));
    }

    private static async Task<LinkSet> WaitAsync(ValueTask<Edition?> edition) => (await edition)?.Links ?? LinkSet.Empty;

    private async Task<Edition> ReadAsync()
    {
        var hosts = _document.Hosts;

        // The newest one, and not the one active by this worker's clock, which may be behind that of the worker that activated it.
        var version = (await _store.GetLogAsync(_document.Name, CancellationToken.None)).Value?.Newest ?? 0;
        if (_kept.Last is { } last && last.Version == version && last.Hosts.SequenceEqual(hosts))
        {
            return last;
        }

        if (version == 0)
        {
            return new Edition(0, hosts, _document.Shipped);
        }

        var text = await _store.GetTextAsync(_document.Name, version, CancellationToken.None)
            ?? throw new InvalidDataException($"Version {version} of the settings '{_document.Name}' was active but is not stored.");
        return new Edition(version, hosts, _document.Compile(text));
    }

    private sealed record Edition(int Version, string[] Hosts, LinkSet Links);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The settings 'links' could not be read; the links known so far stay in use.")]
        public static partial void NotRead(ILogger logger, Exception fault);
    }
}

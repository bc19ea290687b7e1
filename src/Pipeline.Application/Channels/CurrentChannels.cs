using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Settings;

namespace Pipeline.Channels;

/// <summary>Gives the channel rules in use to requests, which never wait for them: they are read again in the background.</summary>
public sealed partial class CurrentChannels
{
    private readonly IRulesDocument<ChannelClassifier> _document;
    private readonly KeptReading<RulesTimeline<ChannelClassifier>> _kept;

    /// <summary>Makes the source; nothing is read yet.</summary>
    /// <param name="document">The document, whose shipped rules count until it was read.</param>
    /// <param name="reader">Reads the rules.</param>
    /// <param name="options">Tells how long they are kept.</param>
    /// <param name="timeProvider">Tells their age.</param>
    /// <param name="logger">Told of failed readings.</param>
    public CurrentChannels(
        IRulesDocument<ChannelClassifier> document,
        RulesReader<ChannelClassifier> reader,
        IOptions<RulesOptions> options,
        TimeProvider timeProvider,
        ILogger<CurrentChannels> logger)
    {
        _document = document;

        // With the half that the reader keeps them, this stays below the whole delay, after which an activation counts.
        var maxAge = options.ValueOrDefault().RulesDelay / 4;
        _kept = new KeptReading<RulesTimeline<ChannelClassifier>>(
            () => reader.GetAsync(CancellationToken.None).AsTask(), maxAge, timeProvider, fault => Log.NotRead(logger, fault));
    }

    /// <summary>Rules of a moment, as they are known; the shipped ones before the first reading.</summary>
    /// <param name="at">Moment.</param>
    public ChannelClassifier At(DateTimeOffset at) => _kept.Peek()?.At(at).Rules ?? _document.Shipped;

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Warning, Message = "The settings 'channels' could not be read; the rules known so far stay in use.")]
        public static partial void NotRead(ILogger logger, Exception fault);
    }
}

using System.Diagnostics.Metrics;

namespace Pipeline.Capture;

/// <summary>What capture did, as counters of the meter <see cref="MeterName"/>.</summary>
public sealed class CaptureMetrics : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Pipeline.Capture";

    private readonly Meter _meter;
    private readonly Counter<long> _stored;
    private readonly Counter<long> _puts;
    private readonly Counter<long> _failedPuts;
    private readonly Counter<long> _notStored;
    private readonly Counter<long> _rejected;
    private readonly Histogram<int> _messageSize;

    /// <summary>Makes the counters.</summary>
    /// <param name="meters">Owner of the meter.</param>
    public CaptureMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _stored = _meter.CreateCounter<long>("pipeline.capture.events.stored", "{event}", "Events safely in the queue.");
        _notStored = _meter.CreateCounter<long>(
            "pipeline.capture.events.not_stored", "{event}", "Events whose sender was asked to send again.");
        _rejected = _meter.CreateCounter<long>("pipeline.capture.events.rejected", "{event}", "Rejected input.");
        _puts = _meter.CreateCounter<long>("pipeline.capture.puts", "{put}", "Queue messages stored.");
        _failedPuts = _meter.CreateCounter<long>("pipeline.capture.puts.failed", "{put}", "Queue messages given up after the last retry.");
        _messageSize = _meter.CreateHistogram<int>("pipeline.capture.message.size", "By", "Queue messages' size before Base64.");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    internal void Put(int events, int bytes)
    {
        _puts.Add(1);
        _stored.Add(events);
        _messageSize.Record(bytes);
    }

    internal void PutFailed(int events)
    {
        _failedPuts.Add(1);
        _notStored.Add(events);
    }

    internal void Refused(int events) => _notStored.Add(events);

    internal void Rejected(string reason, int count = 1) => _rejected.Add(count, new KeyValuePair<string, object?>("reason", reason));
}

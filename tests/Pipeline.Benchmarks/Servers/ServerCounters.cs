using System.Diagnostics.Metrics;
using Pipeline.Capture;

namespace Pipeline.Benchmarks.Servers;

/// <summary>Listens to the instruments of this process: HTTP calls that it makes, and what capture stored.</summary>
internal sealed class ServerCounters : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _calls;
    private long _puts;
    private long _events;
    private long _bytes;

    public ServerCounters()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name is "http.client.request.duration" || instrument.Meter.Name == CaptureMetrics.MeterName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((_, _, _, _) => Interlocked.Increment(ref _calls));
        _listener.SetMeasurementEventCallback<int>((_, value, _, _) => Interlocked.Add(ref _bytes, value));
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) =>
        {
            switch (instrument.Name)
            {
                case "pipeline.capture.puts":
                    Interlocked.Add(ref _puts, value);
                    break;
                case "pipeline.capture.events.stored":
                    Interlocked.Add(ref _events, value);
                    break;
            }
        });
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();

    /// <summary>The state of this process now.</summary>
    public ServerStats Read()
    {
        var cpu = Environment.CpuUsage;
        return new ServerStats
        {
            UserSeconds = cpu.UserTime.TotalSeconds,
            KernelSeconds = cpu.PrivilegedTime.TotalSeconds,
            AllocatedBytes = GC.GetTotalAllocatedBytes(precise: true),
            Collections = GC.CollectionCount(0),
            CompiledMethods = System.Runtime.JitInfo.GetCompiledMethodCount(),
            HttpCalls = Interlocked.Read(ref _calls),
            Puts = Interlocked.Read(ref _puts),
            MessageBytes = Interlocked.Read(ref _bytes),
            Events = Interlocked.Read(ref _events),
        };
    }
}

using BenchmarkDotNet.Attributes;
using Pipeline.Capture.Queueing;
using Pipeline.Events;

namespace Pipeline.Benchmarks.Micro;

/// <summary>Single steps of a pixel request.</summary>
public class PixelBenchmarks
{
    private readonly string _address =
        "https://WWW.moebel-beispiel.de/de/stuhl?farbe=schwarz&utm_source=google&utm_medium=cpc&gclid=abc#oben";
    private CapturedEvent? _event;

    [GlobalSetup]
    public void Setup() =>
        _event = new CapturedEvent
        {
            Id = "event",
            Type = EventType.PageView,
            VisitorId = new string('a', 26),
            OccurredAt = DateTimeOffset.UnixEpoch,
            ReceivedAt = DateTimeOffset.UnixEpoch,
        };

    [Benchmark(Description = "of a pixel: normalise the page's address")]
    public PageAddress? Normalise() => PageAddress.Parse(_address);

    [Benchmark(Description = "of a pixel: encode a short event")]
    public int Encode()
    {
        using var encoded = EncodedEvents.Rent();
        encoded.TryAdd(_event!);
        return encoded.Length;
    }
}

using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Pipeline.Benchmarks.Load;
using Pipeline.Benchmarks.Servers;
using Pipeline.Capture;
using Pipeline.Capture.Queueing;
using Pipeline.Functions.Capture;

namespace Pipeline.Benchmarks.Micro;

/// <summary>One pixel request of 600 bytes with cookie, from the parsed HTTP request on.</summary>
public class PixelBenchmarks
{
    private readonly DefaultHttpContext _http = new();
    private readonly string _address = "https://WWW.moebel-beispiel.de/de/stuhl?farbe=schwarz&utm_source=google&utm_medium=cpc&gclid=abc#oben";
    private IHost? _host;
    private CapturePixel? _function;
    private CapturedEvent? _event;

    [GlobalSetup]
    public void Setup()
    {
        var visit = PixelVisits.Create(1)[0];
        _http.Request.Path = "/p.gif";
        _http.Request.QueryString = new QueryString(visit.Target[visit.Target.IndexOf('?', StringComparison.Ordinal)..]);
        _http.Request.Headers.Cookie = visit.Cookie;
        _http.Request.Headers.Referer = visit.Referer;

        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddCapture().AddCaptureFunctions().AddLogging().AddSingleton<IEventQueue>(new FakeEventQueue(TimeSpan.Zero));
        _host = builder.Build();
        _function = ActivatorUtilities.CreateInstance<CapturePixel>(_host.Services);
        _event = new CapturedEvent
        {
            Id = "event",
            Type = EventType.PageView,
            VisitorId = new string('a', 26),
            OccurredAt = DateTimeOffset.UnixEpoch,
            ReceivedAt = DateTimeOffset.UnixEpoch,
        };
    }

    [GlobalCleanup]
    public void Cleanup() => _host?.Dispose();

    [Benchmark(Description = "read, normalise, encode and put one pixel event by itself")]
    public async Task<IResult> ReadAndEncode() => await _function!.Run(_http.Request);

    [Benchmark(Description = "of it: normalise the page's address")]
    public PageAddress? Normalise() => PageAddress.Parse(_address);

    [Benchmark(Description = "of it: encode a short event")]
    public int Encode()
    {
        using var encoded = EncodedEvents.Rent();
        encoded.TryAdd(_event!);
        return encoded.Length;
    }
}

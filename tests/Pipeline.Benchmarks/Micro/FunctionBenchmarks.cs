using System.Text;
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

/// <summary>Capture's functions from the parsed HTTP request to the answered put, one request at a time.</summary>
public class FunctionBenchmarks : IDisposable
{
    public const string PixelText = "pixel of 600 bytes";
    public const string FormText = "form of six fields";
    public const string OneText = "batch of 1 event";
    public const string TenText = "batch of 10 events";

    private readonly FakeEventQueue _queue = new(TimeSpan.Zero);
    private readonly MemoryStream _one = new(Batch(1));
    private readonly MemoryStream _ten = new(Batch(10));
    private readonly MemoryStream _form = new(
        "email=anna%40example.org&name=Anna+Martin&company=Acme&job_title=Buyer&message=Please+call&_url=https%3A%2F%2Fwww.moebel-beispiel.de%2Fkontakt"u8.ToArray());
    private IHost? _host;
    private CapturePixel? _pixel;
    private CaptureForm? _forms;
    private CaptureEvents? _events;
    private HttpContext? _pixelRequest;
    private HttpContext? _formRequest;
    private HttpContext? _oneRequest;
    private HttpContext? _tenRequest;

    [GlobalSetup]
    public void Setup()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddCapture().AddCaptureFunctions().AddLogging().AddSingleton<IEventQueue>(_queue);
        _host = builder.Build();
        _pixel = ActivatorUtilities.CreateInstance<CapturePixel>(_host.Services);
        _forms = ActivatorUtilities.CreateInstance<CaptureForm>(_host.Services);
        _events = ActivatorUtilities.CreateInstance<CaptureEvents>(_host.Services);
        var visit = PixelVisits.Create(1)[0];
        _pixelRequest = Request("GET", "/p.gif", null, Stream.Null);
        _pixelRequest.Request.QueryString = new QueryString(visit.Target[visit.Target.IndexOf('?', StringComparison.Ordinal)..]);
        _formRequest = Request("POST", "/forms/contact", "application/x-www-form-urlencoded", _form);
        _oneRequest = Request("POST", "/e", "text/plain", _one);
        _tenRequest = Request("POST", "/e", "text/plain", _ten);

        HttpContext Request(string method, string path, string? type, Stream body)
        {
            var http = new DefaultHttpContext { RequestServices = _host.Services };
            http.Request.Method = method;
            http.Request.Path = path;
            http.Request.Host = new HostString("127.0.0.1");
            http.Request.ContentType = type;
            http.Request.Headers.Cookie = visit.Cookie;
            http.Request.Headers.Referer = visit.Referer;
            http.Request.Headers.UserAgent = LoadRequest.UserAgent;
            http.Request.Body = body;
            http.Request.ContentLength = body == Stream.Null ? null : body.Length;
            return http;
        }
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _host?.Dispose();
        _one.Dispose();
        _ten.Dispose();
        _form.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Description = PixelText)]
    public async Task<IResult> Pixel() => await _pixel!.Run(_pixelRequest!.Request);

    [Benchmark(Description = FormText)]
    public async Task<IResult> Form()
    {
        _form.Position = 0;

        // ASP.NET Core keeps a form that it has read with its request.
        _formRequest!.Features.Set<Microsoft.AspNetCore.Http.Features.IFormFeature>(null);
        return await _forms!.Run(_formRequest.Request, "contact", CancellationToken.None);
    }

    [Benchmark(Description = OneText)]
    public async Task<IResult> OneEvent()
    {
        _one.Position = 0;
        return await _events!.Run(_oneRequest!.Request, CancellationToken.None);
    }

    [Benchmark(Description = TenText)]
    public async Task<IResult> TenEvents()
    {
        _ten.Position = 0;
        return await _events!.Run(_tenRequest!.Request, CancellationToken.None);
    }

    /// <summary>Puts into the queue for one run of a benchmark of this class.</summary>
    /// <param name="description">Its description.</param>
    public static async Task<long> PutsAsync(string description)
    {
        using var benchmarks = new FunctionBenchmarks();
        benchmarks.Setup();
        _ = await (description switch
        {
            PixelText => benchmarks.Pixel(),
            FormText => benchmarks.Form(),
            OneText => benchmarks.OneEvent(),
            _ => benchmarks.TenEvents(),
        });
        return benchmarks._queue.Puts;
    }

    private static byte[] Batch(int events) => Encoding.UTF8.GetBytes(PageViews.Body(events, 0));
}

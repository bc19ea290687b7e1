using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pipeline.Capture;
using Pipeline.Capture.Queueing;
using Pipeline.Functions.Capture;
using Pipeline.Testing;

namespace Pipeline.BrowserTests;

/// <summary>
/// The capture functions on a free port of this process, with a queue that records. It answers under every loopback name.
/// </summary>
internal sealed class Collector : IAsyncDisposable
{
    private static readonly Type[] Functions =
        [
            typeof(ServeTrackerScript),
            typeof(ServeFormScript),
            typeof(CapturePixel),
            typeof(CaptureEvents),
            typeof(CaptureForm),
            typeof(CaptureConsent),
        ];

    private readonly WebApplication _app;

    private Collector(WebApplication app, RecordingEventQueue queue) => (_app, Queue, Port) = (app, queue, new Uri(app.Urls.First()).Port);

    public RecordingEventQueue Queue { get; }

    public int Port { get; }

    public static async Task<Collector> StartAsync(string site, IReadOnlyDictionary<string, string?> settings)
    {
        var queue = new RecordingEventQueue();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>(settings) { [CaptureOptions.Section + ":Sites:0"] = site });
        builder.Services.AddSingleton<IEventQueue>(queue).AddCapture().AddCaptureFunctions();
        var app = builder.Build();
        app.MapFunctions(Functions);
        await app.StartAsync();
        return new Collector(app, queue);
    }

    /// <summary>Address without a slash at the end.</summary>
    public string Address(string host) => string.Create(CultureInfo.InvariantCulture, $"http://{host}:{Port}");

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

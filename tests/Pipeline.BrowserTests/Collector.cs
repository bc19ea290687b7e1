using System.Globalization;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Configuration;
using Microsoft.Azure.Functions.Worker.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pipeline.Capture;
using Pipeline.Capture.Queueing;
using Pipeline.Functions.Capture;

namespace Pipeline.BrowserTests;

/// <summary>The capture functions on a free port of this process, with a queue that records. It answers under every loopback name.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private static readonly Type[] Functions =
        [typeof(ServeTrackerScript), typeof(CapturePixel), typeof(CaptureEvents), typeof(CaptureForm), typeof(CaptureConsent)];

    private readonly string _folder;
    private readonly EmbeddedHost _host;

    private Collector(string folder, EmbeddedHost host, RecordingEventQueue queue) =>
        (_folder, _host, Queue, Port) = (folder, host, queue, new Uri(host.Url).Port);

    public RecordingEventQueue Queue { get; }

    public int Port { get; }

    public static async Task<Collector> StartAsync(string site, IReadOnlyDictionary<string, string?> settings)
    {
        var folder = Directory.CreateTempSubdirectory("collector-").FullName;
        File.Copy(Path.Combine(AppContext.BaseDirectory, "host.json"), Path.Combine(folder, "host.json"));
        var queue = new RecordingEventQueue();
        var builder = FunctionsApplication.CreateBuilder(["--port", "0"], new EmbeddedOptions
        {
            Directories = [folder],
            FunctionTypes = Functions,
            Settings = new Dictionary<string, string?>(settings) { [CaptureOptions.Section + ":Sites:0"] = site },
            Output = TextWriter.Null,
            Error = TextWriter.Null,
            StartStorageEmulator = (_, _) => throw new InvalidOperationException("Nothing here is stored."),
            ThrowOnStartFailure = true,
        });
        builder.ConfigureFunctionsWebApplication();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IEventQueue>(queue).AddCapture().AddCaptureFunctions();
        var host = (EmbeddedHost)builder.Build();
        await host.StartAsync();
        return new Collector(folder, host, queue);
    }

    /// <summary>Address without a slash at the end.</summary>
    public string Address(string host) => string.Create(CultureInfo.InvariantCulture, $"http://{host}:{Port}");

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await _host.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

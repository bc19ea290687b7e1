using System.Net.Http.Headers;
using Pipeline.LocalHost;

namespace Pipeline.LocalHostTests;

/// <summary>The local host with a fake worker, on a free port, in this process.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly string _folder;
    private readonly FunctionsHost _host;
    private Task? _stop;

    private TestHost(string folder, FunctionsHost host, FakeWorker worker, TestHostOptions options)
    {
        (_folder, _host, Worker, Log, Output) = (folder, host, worker, options.Log, options.Output);
        var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false };
        Client = new HttpClient(handler) { BaseAddress = new Uri(host.Url) };
    }

    public HttpClient Client { get; }

    public FakeWorker Worker { get; }

    public Recorder Recorder => Worker.Recorder;

    public LogRecorder Log { get; }

    public StringWriter Output { get; }

    /// <summary>Ends with the reason when the host cannot go on.</summary>
    public Task<string> Failed => _host.Failed;

    /// <summary>Stops the host; once, however often it is called.</summary>
    public Task StopAsync() => _stop ??= _host.DisposeAsync().AsTask();

    public static async Task<TestHost> StartAsync(TestHostOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("local-host-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "host.json"), options.HostJson);
        foreach (var (name, text) in options.Files)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, name), text);
        }

        var worker = options.Worker ?? new FakeWorker(options.Functions);
        var output = TextWriter.Synchronized(options.Output);
        try
        {
            var host = await FunctionsHost.StartAsync(
                options.Args,
                new HostOptions
                {
                    AppFolder = folder,
                    Settings = options.Settings,
                    TimeProvider = options.Time,
                    Output = output,
                    Error = output,
                    Launcher = worker,
                    ScheduleStatusStore = options.Store,
                    Log = options.Log,
                    StartStorageEmulator = (_, _) => options.StartStorageEmulator(),
                },
                CancellationToken.None);
            return new TestHost(folder, host, worker, options);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string url, string? body = null, string? key = null)
    {
        using var request = new HttpRequestMessage(method, url);
        if (body is not null)
        {
            request.Content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
        }

        if (key is not null)
        {
            request.Headers.Add("x-functions-key", key);
        }

        return await Client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

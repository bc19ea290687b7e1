using System.Net.Http.Headers;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Configuration;
using Microsoft.Azure.Functions.Worker.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Pipeline.StorageTests.Embedded.Worker;

/// <summary>The embedded runtime with given function classes, on a free port, in this process.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly string _folder;
    private readonly IHost _host;

    private TestHost(string folder, IHost host, Recorder recorder, LogRecorder log, StringWriter output)
    {
        (_folder, _host, Recorder, Log, Output) = (folder, host, recorder, log, output);
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = new Uri(((EmbeddedHost)host).Url) };
    }

    public HttpClient Client { get; }

    public Recorder Recorder { get; }

    public LogRecorder Log { get; }

    public StringWriter Output { get; }

    public Task StopAsync() => _host.StopAsync();

    public static async Task<TestHost> StartAsync(TestHostOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("functions-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "host.json"), options.HostJson);
        foreach (var (name, text) in options.Files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, name))!);
            await File.WriteAllTextAsync(Path.Combine(folder, name), text);
        }

        var recorder = new Recorder();
        var log = new LogRecorder();
        var output = new StringWriter();
        var builder = FunctionsApplication.CreateBuilder(options.Args, new EmbeddedOptions
        {
            Directories = [folder],
            FunctionTypes = options.Functions,
            Settings = options.Settings,
            TimeProvider = options.Time,
            Output = output,
            Error = output,
            ScheduleStatusStore = options.Store,
            StartStorageEmulator = (_, _) => throw new InvalidOperationException("The tests bring their own."),
            ThrowOnStartFailure = true,
        });
        if (options.WebApplication)
        {
            builder.ConfigureFunctionsWebApplication();
        }

        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(log);
        builder.Services.AddSingleton(recorder);
        options.Configure(builder);
        var host = builder.Build();
        try
        {
            await host.StartAsync();
        }
        catch
        {
            await ((IAsyncDisposable)host).DisposeAsync();
            Directory.Delete(folder, recursive: true);
            throw;
        }

        return new TestHost(folder, host, recorder, log, output);
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
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

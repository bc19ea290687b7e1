using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Pipeline.Capture;
using Pipeline.Capture.Intake;
using Pipeline.Capture.Privacy;
using Pipeline.Capture.Queueing;
using Pipeline.Events;
using Pipeline.Functions.Capture;
using Pipeline.Testing;

namespace Pipeline.UnitTests.Capture;

// The capture stage as the program composes it, on a fake queue and a clock that stands still.
internal sealed class CaptureBed : IDisposable
{
    public const string Visitor = "abcdefghijklmnopqrstuvwx23";

    private readonly ServiceProvider _services;

    public CaptureBed(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(
                pair => pair.Key.StartsWith("Pipeline:", StringComparison.Ordinal) ? pair.Key : $"{CaptureOptions.Section}:{pair.Key}",
                pair => (string?)pair.Value))
            .Build();
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton<IEventQueue>(Queue)
            .AddSingleton<IIdGenerator, SequenceIds>()
            .AddCapture()
            .AddCaptureFunctions()
            .AddSingleton(new TrackerScript("console.log('a script that is long enough to be worth compressing, a script')"u8.ToArray()))
            .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    public ManualClock Clock { get; } = new();

    public FakeEventQueue Queue { get; } = new();

    public DateTimeOffset Now => Clock.GetUtcNow();

    public IEnumerable<IHostedService> Services => _services.GetServices<IHostedService>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public T Function<T>() => ActivatorUtilities.CreateInstance<T>(_services);

    public DefaultHttpContext Request(string method, string url, string? body = null, string? contentType = null) =>
        Request(method, url, body is null ? null : Encoding.UTF8.GetBytes(body), contentType);

    public DefaultHttpContext Request(string method, string url, byte[]? body, string? contentType)
    {
        var address = new Uri(url);
        var context = new DefaultHttpContext { RequestServices = _services };
        context.Request.Method = method;

        // A request that names no browser is a machine's.
        context.Request.Headers.UserAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
        context.Request.Scheme = address.Scheme;
        context.Request.Host = new HostString(address.Authority);
        context.Request.Path = address.AbsolutePath;
        context.Request.QueryString = new QueryString(address.Query);
        context.Request.ContentType = contentType;
        context.Request.Body = new MemoryStream(body ?? []);
        context.Response.Body = new MemoryStream();
        return context;
    }

    public static async Task<string> AnswerAsync(HttpContext context, Task<IResult> run)
    {
        await (await run).ExecuteAsync(context);
        return Encoding.UTF8.GetString(((MemoryStream)context.Response.Body).ToArray());
    }

    public Task<CaptureOutcome> PostAsync(
        string body, IntakeMode mode = IntakeMode.Browser, string? cookie = null, bool optedOut = false) =>
        Get<CaptureEventsHandler>().HandleAsync(new IntakeRequest
        {
            Mode = mode,
            Body = Encoding.UTF8.GetBytes(body),
            Signals = new BrowserSignals { CookieHeader = cookie, OptedOut = optedOut },
        });

    // Lets retries and timeouts pass: the clock moves whenever something waits for it.
    public async Task<TResult> WhileTimePasses<TResult>(Task<TResult> task)
    {
        while (!task.IsCompleted)
        {
            Clock.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }

        return await task;
    }

    public void Dispose() => _services.Dispose();
}

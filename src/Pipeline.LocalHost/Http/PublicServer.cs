using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pipeline.LocalHost.Demo;
using Pipeline.LocalHost.Functions;
using Pipeline.LocalHost.Settings;
using Pipeline.LocalHost.Worker;
using Yarp.ReverseProxy.Forwarder;

namespace Pipeline.LocalHost.Http;

/// <summary>What browsers and people reach: the functions' routes, the admin routes, the start page and the demo site.</summary>
internal sealed class PublicServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpMessageInvoker _client;

    private PublicServer(WebApplication app, HttpMessageInvoker client) => (_app, _client) = (app, client);

    /// <summary>Where it listens, without a slash at the end.</summary>
    public string Url => _app.Urls.First();

    /// <summary>Whether there is a demo site.</summary>
    public bool HasDemo { get; private init; }

    /// <exception cref="IOException">The port is in use; the cause is an <see cref="AddressInUseException"/>.</exception>
    public static async Task<PublicServer> StartAsync(
        LocalHostSettings settings,
        IReadOnlyList<HostedFunction> functions,
        FunctionListeners listeners,
        WorkerSupervisor workers,
        ILoggerFactory loggers,
        CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers).AddRouting().AddCors().AddHttpForwarder();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = HttpFunctionEndpoint.MaxRequestBodyBytes;
            kestrel.Listen(settings.Address, settings.Port);
        });
        var app = builder.Build();
        AddCors(app, settings);
        app.Use(AnswerAsHost);
        app.UseRouting();
        var guard = new KeyGuard(settings.FunctionKey, settings.MasterKey, settings.CorsOrigins);
        var client = NewClient();
        AddFunctions(app, functions, workers, guard, client, loggers);
        new AdminEndpoints(functions, listeners, guard).Map(app);
        app.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], StartPage.AnswerAsync);
        var hasDemo = DemoSite.Map(app, AppContext.BaseDirectory);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            client.Dispose();
            throw;
        }

        return new PublicServer(app, client) { HasDemo = hasDemo };
    }

    /// <summary>Takes no more connections and waits for the requests under way.</summary>
    /// <param name="patience">Passes when they shall be cut.</param>
    public async Task StopAsync(CancellationToken patience)
    {
        try
        {
            await _app.StopAsync(patience);
        }
        catch (OperationCanceledException)
        {
            // Requests that outlast the drain are cut.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _client.Dispose();
    }

    private static HttpMessageInvoker NewClient() => new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(15),
    });

    private static void AddCors(WebApplication app, LocalHostSettings settings)
    {
        if (settings.CorsOrigins.Count == 0)
        {
            return;
        }

        app.UseCors(policy =>
        {
            policy.WithOrigins([.. settings.CorsOrigins]).AllowAnyHeader().AllowAnyMethod();
            if (settings.CorsCredentials)
            {
                policy.AllowCredentials();
            }
        });
    }

    // The host has no 405: a known route with another method is not found.
    private static async Task AnswerAsHost(HttpContext http, RequestDelegate next)
    {
        await next(http);
        if (http.Response is { StatusCode: StatusCodes.Status405MethodNotAllowed, HasStarted: false }
            && http.GetEndpoint()?.Metadata.GetMetadata<HostedFunction>() is null)
        {
            http.Response.Headers.Remove("Allow");
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }

    private static void AddFunctions(
        WebApplication app,
        IReadOnlyList<HostedFunction> functions,
        WorkerSupervisor workers,
        KeyGuard guard,
        HttpMessageInvoker client,
        ILoggerFactory loggers)
    {
        var forwarder = app.Services.GetRequiredService<IHttpForwarder>();
        foreach (var function in functions)
        {
            if (function.Trigger is not HttpFunctionTrigger http)
            {
                continue;
            }

            var endpoint = new HttpFunctionEndpoint(
                function, workers, forwarder, client, loggers.CreateLogger("Function." + function.Name));
            var run = guard.Guard(http.Level, endpoint.InvokeAsync);
            var mapped = http.Methods.Count == 0
                ? app.Map(http.Pattern, run)
                : app.Map(http.Pattern, run).WithMetadata(new HttpMethodMetadata(http.Methods));
            mapped.WithDisplayName(function.Name).WithMetadata(function);
        }
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Pipeline.BrowserTests;

/// <summary>A website on a free port of this process: the same pages under every loopback name.</summary>
internal sealed class Site : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, string> _pages = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _posted = new();

    private Site(WebApplication app) => _app = app;

    public int Port => new Uri(_app.Urls.First()).Port;

    /// <summary>Bodies that were posted to the site itself.</summary>
    public IReadOnlyList<string> Posted => [.. _posted];

    public static async Task<Site> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var site = new Site(builder.Build());
        site._app.MapGet("/{**path}", (string? path) => site.Answer("/" + path));
        site._app.MapPost("/{**path}", site.TakeAsync);
        await site._app.StartAsync();
        return site;
    }

    /// <summary>Adds a page, or a script if the path ends with .js.</summary>
    public void Add(string path, string text) => _pages[path] = text;

    /// <summary>Scheme, host and port.</summary>
    public string Origin(string host) => string.Create(CultureInfo.InvariantCulture, $"http://{host}:{Port}");

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IResult Answer(string path) => _pages.TryGetValue(path, out var text)
        ? Results.Content(text, path.EndsWith(".js", StringComparison.Ordinal) ? "text/javascript" : "text/html; charset=utf-8")
        : Results.NotFound();

    private async Task<IResult> TakeAsync(HttpRequest request, string? path)
    {
        using var reader = new StreamReader(request.Body);
        _posted.Enqueue(await reader.ReadToEndAsync());
        return Answer("/" + path);
    }
}

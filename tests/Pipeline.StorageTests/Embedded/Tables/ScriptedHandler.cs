using System.Net;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;

namespace Pipeline.StorageTests.Embedded.Tables;

/// <summary>Answers requests from a script, then lets them pass to the network; records all of them.</summary>
internal sealed class ScriptedHandler : DelegatingHandler
{
    private readonly Queue<Func<HttpResponseMessage>> _script;

    internal ScriptedHandler(params Func<HttpResponseMessage>[] script)
        : base(new SocketsHttpHandler())
    {
        _script = new Queue<Func<HttpResponseMessage>>(script);
    }

    internal List<(Uri Uri, string? Authorization, long? Length)> Requests { get; } = [];

    internal Action? OnRequest { get; set; }

    /// <summary>Options with this handler and retries that hardly wait.</summary>
    internal TableClientOptions Options()
    {
        var options = new TableClientOptions { Transport = new HttpClientTransport(this) };
        options.Retry.Mode = RetryMode.Fixed;
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        return options;
    }

    internal static Func<HttpResponseMessage> Status(HttpStatusCode status) => () => new HttpResponseMessage(status);

    internal static Func<HttpResponseMessage> Json(string body, params (string Name, string Value)[] headers) => () =>
    {
        var answer = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body) };
        foreach (var (name, value) in headers)
        {
            answer.Headers.Add(name, value);
        }

        return answer;
    };

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Requests.Add((request.RequestUri!, request.Headers.Authorization?.ToString(), request.Content?.Headers.ContentLength));
        OnRequest?.Invoke();
        return _script.TryDequeue(out var answer) ? Task.FromResult(answer()) : base.SendAsync(request, cancellationToken);
    }
}

using System.Net;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;

namespace Pipeline.StorageTests.Shared;

/// <summary>Answers requests from a script, then lets them pass to the network; records how long their bodies are.</summary>
internal sealed class ScriptedHandler(params Func<HttpResponseMessage>[] script) : DelegatingHandler(new SocketsHttpHandler())
{
    private readonly Queue<Func<HttpResponseMessage>> _left = new(script);

    /// <summary>Path and length of the body of each request.</summary>
    public List<(string Path, long Length)> Requests { get; } = [];

    /// <summary>Lengths of the transactions' bodies.</summary>
    public IEnumerable<long> Transactions =>
        Requests.Where(request => request.Path.EndsWith("/$batch", StringComparison.Ordinal)).Select(request => request.Length);

    /// <summary>Options with this handler and retries that hardly wait.</summary>
    public TableClientOptions Options()
    {
        var options = new TableClientOptions { Transport = new HttpClientTransport(this) };
        options.Retry.Mode = RetryMode.Fixed;
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        return options;
    }

    /// <summary>An answer to a transaction with one part for each status.</summary>
    public static Func<HttpResponseMessage> Parts(params IEnumerable<int> statuses) => () =>
    {
        var parts = statuses.Select((status, index) =>
            "--c\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n"
            + $"HTTP/1.1 {status} Status\r\nContent-ID: {index}\r\nDataServiceVersion: 1.0;\r\nETag: W/\"{index}\"\r\n\r\n\r\n");
        var body = "--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n" + string.Concat(parts) + "--c--\r\n--b--\r\n";
        var answer = new HttpResponseMessage(HttpStatusCode.Accepted) { Content = new ByteArrayContent(Encoding.ASCII.GetBytes(body)) };
        answer.Content.Headers.TryAddWithoutValidation("Content-Type", "multipart/mixed; boundary=b");
        return answer;
    };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is not null)
        {
            await request.Content.LoadIntoBufferAsync(cancellationToken);
        }

        Requests.Add((request.RequestUri!.AbsolutePath, request.Content?.Headers.ContentLength ?? 0));
        return _left.TryDequeue(out var answer) ? answer() : await base.SendAsync(request, cancellationToken);
    }
}

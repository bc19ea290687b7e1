using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Pipeline.UnitTests.Testing;

// One function behind a real server, spoken to byte by byte: for requests that no HTTP client sends.
internal sealed class RawServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly WebApplication _app;
    private readonly IPEndPoint _address;
    private readonly ErrorLog _log;
    private TaskCompletionSource<bool> _handled = NewSignal();

    private RawServer(WebApplication app, ErrorLog log, Func<HttpRequest, Task<IResult>> run)
    {
        (_app, _log) = (app, log);
        _app.Run(async context =>
        {
            var isAnswered = false;
            try
            {
                await (await run(context.Request)).ExecuteAsync(context);
                isAnswered = true;
            }
            finally
            {
                _handled.TrySetResult(isAnswered);
            }
        });
        _app.Start();
        _address = new IPEndPoint(IPAddress.Loopback, new Uri(_app.Urls.Single()).Port);
    }

    /// <summary>Lines of the server's log that are errors.</summary>
    public IReadOnlyCollection<string> Errors => _log.Lines;

    public static RawServer Start(Func<HttpRequest, Task<IResult>> run)
    {
        var builder = WebApplication.CreateSlimBuilder();
        var log = new ErrorLog();
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(log);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        return new RawServer(builder.Build(), log, run);
    }

    /// <summary>Sends a whole request that asks the server to close, and reads the answer.</summary>
    /// <param name="head">Lines of the head without the last, empty one.</param>
    /// <param name="body">Body, whole.</param>
    public Task<string> AskAsync(string head, byte[]? body = null) => SendAsync(head, body ?? [], isCut: false);

    /// <summary>Sends a request whose body ends early, and reads what is answered until the server closes.</summary>
    /// <param name="head">Lines of the head without the last, empty one.</param>
    /// <param name="body">As much of the body as is sent.</param>
    public Task<string> SendAsync(string head, byte[] body) => SendAsync(head, body, isCut: true);

    /// <summary>Sends a request and tears the connection down.</summary>
    /// <param name="head">Lines of the head without the last, empty one.</param>
    /// <param name="body">As much of the body as is sent.</param>
    /// <returns>True when the function ended without an exception.</returns>
    public async Task<bool> SendAndResetAsync(string head, byte[] body)
    {
        using (var client = await ConnectAsync(head, body))
        {
            client.LingerState = new LingerOption(true, 0);
        }

        return await _handled.Task.WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task<string> SendAsync(string head, byte[] body, bool isCut)
    {
        using var client = await ConnectAsync(head, body);
        var stream = client.GetStream();
        if (isCut)
        {
            client.Client.Shutdown(SocketShutdown.Send);
        }

        using var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer).WaitAsync(Patience);
        }
        catch (IOException)
        {
            // The server may reset what it has given up.
        }

        await _handled.Task.WaitAsync(Patience);
        return Encoding.Latin1.GetString(answer.ToArray());
    }

    private static TaskCompletionSource<bool> NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task<TcpClient> ConnectAsync(string head, byte[] body)
    {
        _handled = NewSignal();
        var client = new TcpClient();
        await client.ConnectAsync(_address);
        await client.GetStream().WriteAsync((byte[])[.. Encoding.Latin1.GetBytes(head + "\r\n\r\n"), .. body]);
        return client;
    }
}

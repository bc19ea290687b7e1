using System.Net;
using System.Net.Sockets;

namespace Pipeline.LocalHost.Storage;

internal sealed class PortProbe : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout };

    public async Task<PortState> ProbeAsync(AzuriteService service, CancellationToken cancellationToken)
    {
        if (!await ConnectsAsync(service.Port, cancellationToken))
        {
            return PortState.Free;
        }

        try
        {
            using var answer = await _http.GetAsync(
                AzuritePorts.Endpoint(service.Port), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return answer.Headers.TryGetValues("Server", out var values)
                && values.Any(value => value.StartsWith("Azurite-" + service.Name, StringComparison.OrdinalIgnoreCase))
                    ? PortState.Azurite
                    : PortState.Other;
        }
        catch (HttpRequestException)
        {
            return PortState.Other;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return PortState.Other;
        }
    }

    public void Dispose() => _http.Dispose();

    private static async Task<bool> ConnectsAsync(int port, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

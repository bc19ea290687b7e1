using System.Net;
using System.Net.Sockets;
using Pipeline.Leads.Handoffs;

namespace Pipeline.Functions.Leads.Handoffs;

// Connects to the address that was checked, and to no other that the name may have a moment later.
internal static class ReceiverConnection
{
    public static async ValueTask<Stream> OpenAsync(
        DnsEndPoint receiver, Func<IPAddress, bool> isAllowed, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(receiver.Host, cancellationToken);
        var allowed = Array.FindAll(addresses, address => isAllowed(address));
        if (addresses.Length > 0 && allowed.Length == 0)
        {
            throw new PrivateReceiverException(
                $"'{receiver.Host}' is an address inside a network ({addresses[0]}), where no hand-off goes; if it is meant, "
                    + $"set {HandoffOptions.Section}:{nameof(HandoffOptions.AllowPrivateAddresses)}.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, receiver.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

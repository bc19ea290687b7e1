using System.Net;

namespace Pipeline.Capture.Bots;

// The networks from which colleagues visit the site.
internal sealed class OwnNetworks(IEnumerable<string> entries)
{
    private readonly List<IPNetwork> _networks =
        [.. entries.Select(entry => TryParse(entry, out var network) ? network : default(IPNetwork?)).OfType<IPNetwork>()];

    public static bool TryParse(string? entry, out IPNetwork network)
    {
        if (IPNetwork.TryParse(entry, out network))
        {
            return true;
        }

        if (!IPAddress.TryParse(entry, out var address))
        {
            return false;
        }

        address = Plain(address);
        network = new IPNetwork(address, address.GetAddressBytes().Length * 8);
        return true;
    }

    /// <summary>True when a request comes from one of them.</summary>
    /// <param name="forwardedFor">
    /// The <c>X-Forwarded-For</c> header, whose first entry is the browser's address, maybe with a port; null when there is none.
    /// </param>
    /// <param name="remote">Address of the connection, which counts without the header.</param>
    public bool Contain(string? forwardedFor, IPAddress? remote)
    {
        if (_networks.Count == 0)
        {
            return false;
        }

        if (!string.IsNullOrEmpty(forwardedFor))
        {
            remote = IPEndPoint.TryParse(forwardedFor.Split(',')[0].Trim(), out var client) ? client.Address : null;
        }

        return remote is not null && _networks.Exists(network => network.Contains(Plain(remote)));
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}

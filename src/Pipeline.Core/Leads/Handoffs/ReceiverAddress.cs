using System.Net;
using System.Net.Sockets;

namespace Pipeline.Leads.Handoffs;

/// <summary>
/// Which addresses a hand-off may go to: those of the internet. Behind a name may stand any address, also that of a machine's own services
/// (169.254.169.254 gives out credentials of a cloud machine), so it is the resolved address that counts. Ranges: IANA's registries of
/// special-purpose addresses.
/// </summary>
public static class ReceiverAddress
{
    private static readonly IPNetwork[] Private =
    [
        IPNetwork.Parse("0.0.0.0/8"),
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("100.64.0.0/10"),
        IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("169.254.0.0/16"),
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.0.0.0/24"),
        IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("198.18.0.0/15"),
        IPNetwork.Parse("224.0.0.0/3"),
        IPNetwork.Parse("::/128"),
        IPNetwork.Parse("::1/128"),
        IPNetwork.Parse("fc00::/7"),
        IPNetwork.Parse("fe80::/10"),
        IPNetwork.Parse("ff00::/8"),
    ];

    // Addresses of the other family inside: 64:ff9b::/96 (RFC 6052) and 2002::/16 (6to4, RFC 3056).
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    /// <summary>Tells whether an address belongs to the internet.</summary>
    /// <param name="address">Address of either family.</param>
    public static bool IsPublic(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var meant = Inner(address);
        return !Array.Exists(Private, network => network.BaseAddress.AddressFamily == meant.AddressFamily && network.Contains(meant));
    }

    private static IPAddress Inner(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = address.GetAddressBytes();
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4()
            : Nat64.Contains(address) ? new IPAddress(bytes.AsSpan(12, 4))
            : SixToFour.Contains(address) ? new IPAddress(bytes.AsSpan(2, 4))
            : address;
    }
}

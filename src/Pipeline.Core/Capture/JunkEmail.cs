namespace Pipeline.Capture;

/// <summary>Recognises normalised e-mail addresses that belong to no lead: role, test and own addresses.</summary>
public static class JunkEmail
{
    /// <summary>Shipped list of local parts that no lead has.</summary>
    public static IReadOnlyList<string> LocalParts { get; } =
    [
        "test", "testing", "noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "do_not_reply",
        "mailer-daemon", "postmaster", "abuse", "bounce", "bounces",
    ];

    /// <summary>Tells why an address is junk.</summary>
    /// <param name="address">Normalised address.</param>
    /// <param name="options">Further local parts, and own domains.</param>
    /// <returns>The reason in one sentence; null when the address may be a lead's.</returns>
    public static string? ReasonOf(string address, CaptureOptions options)
    {
        var at = address.LastIndexOf('@');
        var local = address.AsSpan(0, at);
        if (Holds(LocalParts, local) || Holds(options.JunkLocalParts, local))
        {
            return "This is a test or role address, not a person's; use a personal address.";
        }

        foreach (var own in options.OwnDomains)
        {
            if (IsSameOrBelow(address.AsSpan(at + 1), own))
            {
                return "This address belongs to our own domain; colleagues are no leads.";
            }
        }

        return null;
    }

    private static bool Holds(IEnumerable<string> localParts, ReadOnlySpan<char> local)
    {
        foreach (var junk in localParts)
        {
            if (local.Equals(junk, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSameOrBelow(ReadOnlySpan<char> domain, ReadOnlySpan<char> parent) =>
        domain.EndsWith(parent, StringComparison.OrdinalIgnoreCase)
        && (domain.Length == parent.Length || domain[^(parent.Length + 1)] == '.');
}

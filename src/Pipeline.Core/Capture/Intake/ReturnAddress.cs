using System.Diagnostics.CodeAnalysis;
using Pipeline.Events;
using Pipeline.Text;

namespace Pipeline.Capture.Intake;

/// <summary>
/// Decides whether a visitor may be sent to an address that stands in a form: only to allowed hosts, never wherever it says.
/// </summary>
public static class ReturnAddress
{
    private static readonly Uri AnyHost = new("https://collector.invalid/");

    /// <summary>Checks an address.</summary>
    /// <param name="text">An absolute address, or a path on the page's host (on the collector's, if the page is unknown or not
    /// allowed).</param>
    /// <param name="page">Address of the page that held the form; null when unknown.</param>
    /// <param name="ownHost">The collector's host as it is configured, without port; null when it is not.</param>
    /// <param name="allowedHosts">Further allowed hosts.</param>
    /// <returns>The address to send the visitor to: absolute, or a path on the collector; null when there is none or it is not
    /// allowed.</returns>
    public static string? Resolve(string? text, string? page, string? ownHost, IReadOnlyCollection<string> allowedHosts)
    {
        if (string.IsNullOrWhiteSpace(text) || !TextBounds.IsClean(text) || text.Contains('\\', StringComparison.Ordinal))
        {
            return null;
        }

        if (text[0] == '/' && !text.StartsWith("//", StringComparison.Ordinal))
        {
            var knowsPage = TryAllowed(page, ownHost, allowedHosts, out var pageAddress);
            return !Uri.TryCreate(knowsPage ? pageAddress : AnyHost, text, out var resolved) ? null
                : knowsPage ? Text(resolved)
                : resolved.PathAndQuery.StartsWith("//", StringComparison.Ordinal) ? null
                : resolved.PathAndQuery + resolved.Fragment;
        }

        return TryAllowed(text, ownHost, allowedHosts, out var address) ? Text(address) : null;
    }

    private static bool TryAllowed(
        string? text, string? ownHost, IReadOnlyCollection<string> allowedHosts, [NotNullWhen(true)] out Uri? address) =>
        Uri.TryCreate(text, UriKind.Absolute, out address)
        && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
        && address.UserInfo.Length == 0
        && HostName.Of(address) is { } host
        && IsAllowed(host, ownHost, allowedHosts);

    private static bool IsAllowed(string host, string? ownHost, IReadOnlyCollection<string> allowedHosts) =>
        host.Equals(ownHost, StringComparison.OrdinalIgnoreCase)
        || allowedHosts.Any(allowed => Uri.TryCreate($"https://{allowed}", UriKind.Absolute, out var known)
            && host.Equals(HostName.Of(known), StringComparison.OrdinalIgnoreCase));

    // A header takes ASCII alone, and Uri writes other letters of a host as they are.
    private static string Text(Uri address) => new UriBuilder(address) { Host = address.IdnHost }.Uri.AbsoluteUri;
}

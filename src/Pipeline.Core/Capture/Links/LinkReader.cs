using System.Buffers;
using Pipeline.Events;
using Pipeline.Text;

namespace Pipeline.Capture.Links;

// Makes a link of its setting and finds all its faults. A location is made here once, of a checked address, never of a request.
internal static class LinkReader
{
    private const int MaxNameLength = 64;

    private static readonly SearchValues<char> NameChars =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    public static TrackedLink? Read(
        string name, string text, LinkCampaign campaign, IReadOnlyCollection<string> hosts, ICollection<LinkFault> faults)
    {
        var before = faults.Count;
        if (name.Length is 0 or > MaxNameLength || name.AsSpan().ContainsAnyExcept(NameChars))
        {
            faults.Add(new LinkFault("", $"must have 1 to {MaxNameLength} letters, digits, '-', '_' or '.'."));
        }

        foreach (var (field, _, value) in campaign.Parameters)
        {
            if (value is { Length: > PageAddress.MaxCampaignLength } || (value is not null && !TextBounds.IsClean(value)))
            {
                faults.Add(new LinkFault(
                    $"Campaign:{field}",
                    $"must have at most {PageAddress.MaxCampaignLength} characters, none of them a control character."));
            }
        }

        var target = ReadTarget(text, hosts, faults);
        if (target is null || faults.Count > before)
        {
            return null;
        }

        var location = WithCampaign(target, campaign);
        var page = PageAddress.Parse(location);
        if (page?.Campaign?.Source is not null && location.Length <= PageAddress.MaxLength)
        {
            return new TrackedLink(name, location, page.Url, page.Campaign);
        }

        faults.Add(location.Length > PageAddress.MaxLength
            ? new LinkFault("Target", $"with its campaign must have at most {PageAddress.MaxLength} characters.")
            : new LinkFault(
                "Campaign:Source", "is required, or utm_source in the target: without it nobody can tell what the click came from."));
        return null;
    }

    private static Uri? ReadTarget(string text, IReadOnlyCollection<string> hosts, ICollection<LinkFault> faults)
    {
        if (!TextBounds.IsClean(text)
            || text.Contains('\\', StringComparison.Ordinal)
            || !Uri.TryCreate(text, UriKind.Absolute, out var target)
            || (target.Scheme != Uri.UriSchemeHttps && target.Scheme != Uri.UriSchemeHttp)
            || target.UserInfo.Length > 0
            || HostName.Of(target) is not { } host)
        {
            faults.Add(new LinkFault(
                "Target", "must be an absolute https or http address without user name, as in https://www.example.org/offer."));
            return null;
        }

        if (!hosts.Contains(host, StringComparer.OrdinalIgnoreCase) && !hosts.Contains(target.Host, StringComparer.OrdinalIgnoreCase))
        {
            faults.Add(new LinkFault(
                "Target", $"leads to {host}, which is not allowed. Add the host to {LinkOptions.Section}:LinkHosts if it is yours."));
            return null;
        }

        return target;
    }

    private static string WithCampaign(Uri target, LinkCampaign campaign)
    {
        var query = target.Query;
        foreach (var (_, parameter, value) in campaign.Parameters)
        {
            if (!string.IsNullOrWhiteSpace(value) && !Has(query, parameter))
            {
                query += (query.Length <= 1 ? "?" : "&") + parameter + "=" + Uri.EscapeDataString(value.Trim());
                query = query.StartsWith("??", StringComparison.Ordinal) ? query[1..] : query;
            }
        }

        return new UriBuilder(target) { Host = target.IdnHost, Query = query }.Uri.AbsoluteUri;
    }

    private static bool Has(string query, string parameter)
    {
        foreach (var pair in query.TrimStart('?').Split('&'))
        {
            var name = pair.AsSpan();
            name = name.IndexOf('=') is >= 0 and var end ? name[..end] : name;
            if (name.Equals(parameter, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}

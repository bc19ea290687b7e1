using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Pipeline.Capture.Bots;
using Pipeline.Capture.Privacy;

namespace Pipeline.Functions.Capture;

// Reads a browser's headers in one pass: to ask for the rare ones by name costs more than to see all.
internal static class BrowserHeaders
{
    /// <summary>What the capture handlers need of them.</summary>
    /// <param name="bots">Judges whether a machine sends the request; null where that does not matter.</param>
    public static BrowserSignals SignalsOf(HttpRequest request, BotDetector? bots)
    {
        string? gpc = null, dnt = null, secPurpose = null, purpose = null, xMoz = null, forwardedFor = null;
        foreach (var (name, values) in request.Headers)
        {
            switch (name.Length)
            {
                case 3 when Is(name, "DNT"):
                    dnt = values.ToString();
                    break;
                case 5 when Is(name, "X-Moz"):
                    xMoz = values.ToString();
                    break;
                case 7 when Is(name, "Sec-GPC"):
                    gpc = values.ToString();
                    break;
                case 7 when Is(name, "Purpose"):
                    purpose = values.ToString();
                    break;
                case 11 when Is(name, "Sec-Purpose"):
                    secPurpose = values.ToString();
                    break;
                case 15 when Is(name, "X-Forwarded-For"):
                    forwardedFor = values.ToString();
                    break;
            }
        }

        var headers = request.Headers;
        var cookies = CookieOf(headers.Cookie);
        return new BrowserSignals
        {
            CookieHeader = cookies,
            RefererHeader = headers.Referer,
            OptedOut = IsOne(gpc),
            DoNotTrack = IsOne(dnt),
            Automatic = bots?.Judge(new BotSignals(headers.UserAgent, BotSignals.TellsPrefetch(secPurpose, purpose, xMoz))
            {
                ForwardedFor = forwardedFor,
                Remote = request.HttpContext.Connection.RemoteIpAddress,
                CookieHeader = cookies,
            }),
        };
    }

    // HTTP/2 lets a browser send its cookies in several lines, which are one (RFC 9113, 8.2.3); elsewhere lines are joined by commas.
    private static string? CookieOf(StringValues lines) => lines.Count > 1 ? string.Join("; ", lines.AsEnumerable()) : (string?)lines;

    private static bool Is(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static bool IsOne(string? value) => value.AsSpan().Trim() is "1";
}

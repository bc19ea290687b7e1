using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Pipeline.Capture.Bots;

namespace Pipeline.Functions.Capture;

// What the capture functions need of a browser's headers, read in one pass: to ask for the rare ones by name costs more than to see all.
internal readonly record struct BrowserHeaders
{
    public string? Cookie { get; private init; }

    public string? Referer { get; private init; }

    /// <summary>True when the browser sends <c>Sec-GPC: 1</c>.</summary>
    public bool OptedOut { get; private init; }

    /// <summary>True when the browser sends <c>DNT: 1</c>.</summary>
    public bool DoNotTrack { get; private init; }

    public BotSignals Bots { get; private init; }

    public static BrowserHeaders Of(HttpRequest request)
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
        return new BrowserHeaders
        {
            Cookie = CookieOf(headers.Cookie),
            Referer = headers.Referer,
            OptedOut = IsOne(gpc),
            DoNotTrack = IsOne(dnt),
            Bots = new BotSignals(headers.UserAgent, BotSignals.TellsPrefetch(secPurpose, purpose, xMoz))
            {
                ForwardedFor = forwardedFor,
                Remote = request.HttpContext.Connection.RemoteIpAddress,
                CookieHeader = CookieOf(headers.Cookie),
            },
        };
    }

    // HTTP/2 lets a browser send its cookies in several lines, which are one (RFC 9113, 8.2.3); elsewhere lines are joined by commas.
    private static string? CookieOf(StringValues lines) => lines.Count > 1 ? string.Join("; ", lines.AsEnumerable()) : (string?)lines;

    private static bool Is(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static bool IsOne(string? value) => value.AsSpan().Trim() is "1";
}

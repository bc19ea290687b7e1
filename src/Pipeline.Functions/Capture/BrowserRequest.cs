using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Pipeline.Capture;
using Pipeline.Capture.Bots;
using Pipeline.Capture.Intake;
using Pipeline.Capture.Privacy;

namespace Pipeline.Functions.Capture;

// What the capture handlers need of an HTTP request.
internal static class BrowserRequest
{
    public static bool OptedOut(HttpRequest request) => request.Headers["Sec-GPC"].ToString().AsSpan().Trim() is "1";

    public static bool DoNotTrack(HttpRequest request) => request.Headers["DNT"].ToString().AsSpan().Trim() is "1";

    public static ConsentRequest Consent(HttpRequest request, RequestBody body, Problem? siteProblem) => new()
    {
        Body = body.Bytes,
        IsTooLarge = body.IsTooLarge,
        Signals = new BrowserSignals(CookieHeader(request), OptedOut(request), DoNotTrack(request)),
        SiteProblem = siteProblem,
    };

    public static BotSignals Signals(HttpRequest request)
    {
        var headers = request.Headers;
        return new BotSignals(
            Header(request, HeaderNames.UserAgent), BotSignals.TellsPrefetch(Text(headers["Sec-Purpose"]), Text(headers["Purpose"]), Text(headers["X-Moz"])));
    }

    public static string? CookieHeader(HttpRequest request) => Header(request, HeaderNames.Cookie);

    public static string? Referer(HttpRequest request) => Header(request, HeaderNames.Referer);

    public static PixelRequest Pixel(HttpRequest request, Problem? siteProblem, IReadOnlyList<string>? automatic, out bool wantsImage)
    {
        string? url = null, referrer = null, title = null, id = null, image = null;
        foreach (var pair in new QueryStringEnumerable(request.QueryString.Value))
        {
            switch (pair.EncodedName.Span)
            {
                case "url":
                    url ??= QueryText.Decode(pair.EncodedValue.Span);
                    break;
                case "ref":
                    referrer ??= QueryText.Decode(pair.EncodedValue.Span);
                    break;
                case "title":
                    title ??= QueryText.Decode(pair.EncodedValue.Span);
                    break;
                case "id":
                    id ??= QueryText.Decode(pair.EncodedValue.Span);
                    break;
                case "img":
                    image ??= QueryText.Decode(pair.EncodedValue.Span);
                    break;
            }
        }

        wantsImage = image != "0";
        return new PixelRequest
        {
            Url = url,
            Referrer = referrer,
            Title = title,
            Id = id,
            Query = request.QueryString.Value,
            RefererHeader = Referer(request),
            CookieHeader = CookieHeader(request),
            OptedOut = OptedOut(request),
            DoNotTrack = DoNotTrack(request),
            SiteProblem = siteProblem,
            Automatic = automatic,
        };
    }

    // Most requests carry none of these headers, and then nothing is made.
    private static string? Text(StringValues values) => values.Count == 0 ? null : values.ToString();

    private static string? Header(HttpRequest request, string name) =>
        request.Headers.TryGetValue(name, out var values) ? values.ToString() : null;
}

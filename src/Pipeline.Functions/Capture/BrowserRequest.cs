using Microsoft.AspNetCore.Http;
using Pipeline.Capture.Bots;
using Pipeline.Capture.Intake;
using Pipeline.Capture.Privacy;
using Pipeline.Problems;

namespace Pipeline.Functions.Capture;

// What the capture handlers take, made of an HTTP request.
internal static class BrowserRequest
{
    public static IntakeRequest Intake(in BrowserHeaders headers, RequestBody body, Problem? siteProblem, BotDetector bots) => new()
    {
        Mode = IntakeMode.Browser,
        Body = body.Bytes,
        IsTooLarge = body.IsTooLarge,
        IsBroken = body.IsBroken,
        CookieHeader = headers.Cookie,
        OptedOut = headers.OptedOut,
        DoNotTrack = headers.DoNotTrack,
        SiteProblem = siteProblem,
        Automatic = bots.Judge(headers.Bots),
        SteeredMark = bots.SteeredMark,
    };

    public static ConsentRequest Consent(in BrowserHeaders headers, RequestBody body, Problem? siteProblem) => new()
    {
        Body = body.Bytes,
        IsTooLarge = body.IsTooLarge,
        IsBroken = body.IsBroken,
        Signals = new BrowserSignals(headers.Cookie, headers.OptedOut, headers.DoNotTrack),
        SiteProblem = siteProblem,
    };

    public static PixelRequest Pixel(
        HttpRequest request, in BrowserHeaders headers, Problem? siteProblem, IReadOnlyList<string>? automatic, out bool wantsImage)
    {
        string? url = null, referrer = null, title = null, id = null, image = null;
        var query = request.QueryString.Value.AsSpan();
        query = query.StartsWith('?') ? query[1..] : query;
        foreach (var range in query.Split('&'))
        {
            var pair = query[range];
            var end = pair.IndexOf('=');
            var value = end < 0 ? [] : pair[(end + 1)..];
            switch (end < 0 ? pair : pair[..end])
            {
                case "url":
                    url ??= QueryText.Decode(value);
                    break;
                case "ref":
                    referrer ??= QueryText.Decode(value);
                    break;
                case "title":
                    title ??= QueryText.Decode(value);
                    break;
                case "id":
                    id ??= QueryText.Decode(value);
                    break;
                case "img":
                    image ??= QueryText.Decode(value);
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
            RefererHeader = headers.Referer,
            CookieHeader = headers.Cookie,
            OptedOut = headers.OptedOut,
            DoNotTrack = headers.DoNotTrack,
            SiteProblem = siteProblem,
            Automatic = automatic,
        };
    }
}

using Microsoft.AspNetCore.Http;
using Pipeline.Capture.Intake;
using Pipeline.Capture.Privacy;
using Pipeline.Problems;

namespace Pipeline.Functions.Capture;

// What the capture handlers take, made of an HTTP request.
internal static class BrowserRequest
{
    public static IntakeRequest Intake(in BrowserSignals signals, RequestBody body, Problem? siteProblem, string? steeredMark) => new()
    {
        Mode = IntakeMode.Browser,
        Body = body.Bytes,
        IsTooLarge = body.IsTooLarge,
        IsBroken = body.IsBroken,
        Signals = signals,
        SiteProblem = siteProblem,
        SteeredMark = steeredMark,
    };

    public static ConsentRequest Consent(in BrowserSignals signals, RequestBody body, Problem? siteProblem) => new()
    {
        Body = body.Bytes,
        IsTooLarge = body.IsTooLarge,
        IsBroken = body.IsBroken,
        Signals = signals,
        SiteProblem = siteProblem,
    };

    public static PixelRequest Pixel(
        HttpRequest request, in BrowserSignals signals, Problem? siteProblem, out bool wantsImage)
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
            Signals = signals,
            SiteProblem = siteProblem,
        };
    }
}

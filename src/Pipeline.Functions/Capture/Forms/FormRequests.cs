using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Pipeline.Capture;
using Pipeline.Capture.Bots;
using Pipeline.Capture.Intake;
using Pipeline.Problems;

namespace Pipeline.Functions.Capture.Forms;

// Makes the handler's request of an HTTP request that carries a form.
internal static class FormRequests
{
    public static async Task<(FormRequest Request, bool WantsJson)> ReadAsync(
        HttpRequest req,
        string form,
        RequestBody body,
        IOptions<CaptureOptions> options,
        BotDetector bots,
        CancellationToken cancellationToken)
    {
        var read = body.IsTooLarge
            ? new FormBody([], [TooLarge(options.Value)], IsJson: false)
            : await FormBody.ReadAsync(req.ContentType, body.Bytes, options, cancellationToken);
        var request = new FormRequest
        {
            Form = form,
            Fields = read.Fields,
            BodyProblems = read.Problems,
            IsBroken = body.IsBroken,
            Body = body.Bytes,
            Signals = BrowserHeaders.SignalsOf(req, bots),
        };
        return (request, read.IsJson || WantsJson(req));
    }

    private static bool WantsJson(HttpRequest req)
    {
        var accept = req.Headers.Accept.ToString();
        return accept.Contains("json", StringComparison.OrdinalIgnoreCase)
            && !accept.Contains("text/html", StringComparison.OrdinalIgnoreCase);
    }

    private static Problem TooLarge(CaptureOptions options) =>
        new(Problem.TooLarge, "", $"The form must have at most {options.MaxBodyBytes} bytes; send no files with it.");
}

using System.Text;
using Microsoft.AspNetCore.Http;
using Pipeline.Capture.Intake;
using Pipeline.Functions.Answers;

namespace Pipeline.Functions.Capture.Forms;

// Shapes the answers to forms, for programs and for people.
internal static class FormResults
{
    public static IResult ToProgram(FormOutcome outcome) => outcome.Status switch
    {
        CaptureStatus.Unusable => ProblemDocument.Of(
            StatusCodes.Status400BadRequest,
            "The form cannot be accepted.",
            "Nothing was stored. Correct what errors lists and send again.",
            outcome.Problems),
        CaptureStatus.TooLarge => ProblemDocument.Of(
            StatusCodes.Status413PayloadTooLarge, "The form is too long.", "Nothing was stored. Send less with it.", outcome.Problems),
        CaptureStatus.Forbidden => ProblemDocument.Of(
            StatusCodes.Status403Forbidden,
            "The form's site is not known.",
            "The form was not accepted. Configure the site and send again.",
            outcome.Problems),
        CaptureStatus.Unavailable => ProblemDocument.Of(
            StatusCodes.Status503ServiceUnavailable, "The form cannot be stored just now.", "Send the same request again later.", []),
        _ => Results.Json(new CaptureAnswer { Accepted = 1 }, CaptureJson.Default.CaptureAnswer),
    };

    public static IResult ToPerson(FormOutcome outcome, FormTexts texts) => outcome.Status switch
    {
        CaptureStatus.Unusable => Page(StatusCodes.Status400BadRequest, FormPages.Faults(texts, outcome.Problems, outcome.Page)),
        CaptureStatus.TooLarge => Page(StatusCodes.Status413PayloadTooLarge, FormPages.Faults(texts, outcome.Problems, outcome.Page)),
        CaptureStatus.Forbidden => Page(StatusCodes.Status403Forbidden, FormPages.Faults(texts, outcome.Problems, outcome.Page)),
        CaptureStatus.Unavailable => Page(StatusCodes.Status503ServiceUnavailable, FormPages.Resend(texts, outcome.Resend)),
        _ => outcome.Next is null ? Page(StatusCodes.Status200OK, FormPages.ThankYou(texts, outcome.Page)) : new SeeOther(outcome.Next),
    };

    private static WithPolicy Page(int status, string html) =>
        new WithPolicy(Results.Text(html, "text/html; charset=utf-8", Encoding.UTF8, status));

    private sealed class WithPolicy(IResult page) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.ContentSecurityPolicy = FormPages.Policy;
            return page.ExecuteAsync(httpContext);
        }
    }
}

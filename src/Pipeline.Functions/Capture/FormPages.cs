using System.Text;
using System.Text.Encodings.Web;
using Pipeline.Problems;

namespace Pipeline.Functions.Capture;

// The few pages that a visitor sees when a form is sent without JavaScript: no script, nothing to load, readable by any browser.
internal static class FormPages
{
    private const string Style =
        ":root{color-scheme:light dark;font:1.125rem/1.5 system-ui,sans-serif}main{max-width:34rem;margin:12vh auto;padding:0 1.25rem}"
        + "h1{font-size:1.75rem;line-height:1.2}button{font:inherit;padding:.5rem 1.25rem;cursor:pointer}";

    public static string ThankYou(string? page) =>
        Html("Thank you", $"<p>We have received your details.</p>{BackLink(page, "Back to the page")}");

    public static string Faults(IReadOnlyList<Problem> problems, string? page)
    {
        var items = new StringBuilder();
        foreach (var problem in problems)
        {
            items.Append("<li>")
                .Append(Encode(problem.Code == Problem.Malformed || problem.Field == "email" ? problem.Detail : problem.ToString()))
                .Append("</li>");
        }

        return Html(
            "Please check the form", $"<p>Your details were not sent, because:</p><ul>{items}</ul>{BackLink(page, "Back to the form")}");
    }

    public static string Resend(IReadOnlyList<KeyValuePair<string, string>> fields)
    {
        var inputs = new StringBuilder();
        foreach (var (name, value) in fields)
        {
            inputs.Append("<input type=\"hidden\" name=\"").Append(Encode(name)).Append("\" value=\"").Append(Encode(value)).Append("\">");
        }

        return Html(
            "Please try again",
            "<p>Your details could not be saved just now. Nothing is lost: send them again with this button.</p><form "
                + $"method=\"post\">{inputs}<button type=\"submit\">Send again</button></form>");
    }

    private static string BackLink(string? page, string text) =>
        page is null ? "<p>Use your browser’s back button to return to the page.</p>" : $"<p><a href=\"{Encode(page)}\">{text}</a></p>";

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);

    private static string Html(string title, string content) =>
        $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        <link rel="icon" href="data:,">
        <title>{title}</title>
        <style>{Style}</style>
        </head>
        <body>
        <main>
        <h1>{title}</h1>
        {content}
        </main>
        </body>
        </html>

        """;
}

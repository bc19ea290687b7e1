using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Pipeline.Problems;

namespace Pipeline.Functions.Capture.Forms;

// The few pages that a visitor sees when a form is sent without JavaScript: no script, nothing to load, readable by any browser.
internal static class FormPages
{
    private const string Style =
        ":root{color-scheme:light dark;font:1.125rem/1.5 system-ui,sans-serif}main{max-width:34rem;margin:12vh auto;padding:0 1.25rem}"
        + "h1{font-size:1.75rem;line-height:1.2}button{font:inherit;padding:.5rem 1.25rem;cursor:pointer}";

    /// <summary>
    /// Content security policy of the pages: their own style alone. They may stand in a frame, because a form may be sent into one.
    /// </summary>
    public static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; img-src data:";

    // Letters of all languages stay readable in the page's source; the page is UTF-8.
    private static readonly HtmlEncoder HtmlText = HtmlEncoder.Create(UnicodeRanges.All);

    public static string ThankYou(FormTexts texts, string? page) =>
        Html(texts, texts.ThankYou, $"<p>{Encode(texts.Received)}</p>{BackLink(texts, page, texts.BackToPage)}");

    public static string Faults(FormTexts texts, IReadOnlyList<Problem> problems, string? page)
    {
        var items = new StringBuilder();
        foreach (var problem in problems)
        {
            items.Append("<li>").Append(Encode(texts.FaultOf(problem))).Append("</li>");
        }

        return Html(texts, texts.Check, $"<p>{Encode(texts.NotSent)}</p><ul>{items}</ul>{BackLink(texts, page, texts.BackToForm)}");
    }

    public static string Resend(FormTexts texts, IReadOnlyList<KeyValuePair<string, string>> fields)
    {
        var inputs = new StringBuilder();
        foreach (var (name, value) in fields)
        {
            inputs.Append("<input type=\"hidden\" name=\"").Append(Encode(name)).Append("\" value=\"").Append(Encode(value)).Append("\">");
        }

        return Html(
            texts,
            texts.TryAgain,
            $"<p>{Encode(texts.NothingIsLost)}</p><form method=\"post\">{inputs}<button "
                + $"type=\"submit\">{Encode(texts.SendAgain)}</button></form>");
    }

    public static string Note(FormTexts texts, string note) => Html(texts, texts.ThankYou, $"<p>{Encode(note)}</p>");

    private static string BackLink(FormTexts texts, string? page, string text) =>
        page is null ? $"<p>{Encode(texts.UseBack)}</p>" : $"<p><a href=\"{Encode(page)}\">{Encode(text)}</a></p>";

    private static string Encode(string text) => HtmlText.Encode(text);

    private static string Html(FormTexts texts, string title, string content) =>
        $"""
        <!doctype html>
        <html lang="{texts.Language}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        <link rel="icon" href="data:,">
        <title>{Encode(title)}</title>
        <style>{Style}</style>
        </head>
        <body>
        <main>
        <h1>{Encode(title)}</h1>
        {content}
        </main>
        </body>
        </html>

        """;
}

using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Pipeline.Capture.Bots;
using Pipeline.Functions.Capture.Forms;

namespace Pipeline.Functions.Capture;

/// <summary>Marks browsers of colleagues by the link that only they know, and says so on a page.</summary>
/// <param name="cookie">Sets the cookie.</param>
/// <param name="options">The secret.</param>
public sealed class OwnBrowsers(VisitorCookie cookie, IOptions<BotOptions> options)
{
    /// <summary>Marks the browser of a request, if it knows the secret.</summary>
    /// <param name="request">The request; <c>HEAD</c> marks nothing.</param>
    /// <param name="secret">What it says.</param>
    /// <param name="isOwn">Whether it is a colleague's; false takes the mark back.</param>
    /// <returns>A page that says so; 404 for another secret, and where none is set.</returns>
    public IResult Answer(HttpRequest request, string secret, bool isOwn)
    {
        if (!IsRight(secret))
        {
            return new LinkAnswer(null);
        }

        if (!HttpMethods.IsHead(request.Method))
        {
            cookie.Mark(request, isOwn);
        }

        request.HttpContext.Response.Headers.CacheControl = "no-store";
        var texts = FormTexts.For(request.Headers.AcceptLanguage);
        return Results.Text(FormPages.Note(texts, isOwn ? texts.Marked : texts.Unmarked), "text/html; charset=utf-8", Encoding.UTF8);
    }

    private bool IsRight(string secret) => options.Value.OwnSecret is { } known
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(known));
}

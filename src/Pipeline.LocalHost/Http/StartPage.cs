using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;

namespace Pipeline.LocalHost.Http;

/// <summary>The page at <c>/</c>: what runs here, and what to do next.</summary>
internal static class StartPage
{
    private static readonly string Html = Read();

    public static async Task AnswerAsync(HttpContext http)
    {
        var page = Encoding.UTF8.GetBytes(
            Html.Replace(
                "{{url}}", HtmlEncoder.Default.Encode($"{http.Request.Scheme}://{http.Request.Host}"), StringComparison.Ordinal));
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.ContentLength = page.Length;
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action "
            + "'none'; frame-ancestors 'none'";
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await http.Response.Body.WriteAsync(page, http.RequestAborted);
        }
    }

    private static string Read()
    {
        using var reader = new StreamReader(typeof(StartPage).Assembly.GetManifestResourceStream("start.html")!);
        return reader.ReadToEnd();
    }
}

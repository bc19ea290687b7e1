using Microsoft.AspNetCore.Http;
using Pipeline.Functions.Capture;
using Pipeline.UnitTests.Testing;

namespace Pipeline.UnitTests.Capture;

/// <summary>HEAD is answered like GET, without its body and without any effect.</summary>
public sealed class HeadTests
{
    private static readonly (string, string)[] Settings =
    [
        ("Pipeline:LinkHosts:0", "www.example.org"),
        ("Pipeline:Links:fair:Target", "https://www.example.org/?utm_source=fair"),
    ];

    [Theory]
    [InlineData("/p.gif?url=https%3A%2F%2Fexample.org%2F", "200")]
    [InlineData("/p.gif?url=https%3A%2F%2Fexample.org%2F&img=0", "204")]
    [InlineData("/s.js", "200")]
    [InlineData("/c/fair", "302")]
    [InlineData("/c/fair?cid=l_abcdefghijklmnopqrstuvwx23", "302")]
    [InlineData("/c/other", "404")]
    public async Task Head_OfAPublicRoute_HasTheHeadersOfGetAndNoEffect(string path, string status)
    {
        using var bed = new CaptureBed(Settings);
        await using var server = RawServer.Start(request => Run(bed, request));

        var get = await AskAsync(server, "GET", path);
        var captured = bed.Queue.Bodies.Count;
        var head = await AskAsync(server, "HEAD", path);

        Assert.StartsWith("HTTP/1.1 " + status, head, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", head, StringComparison.Ordinal);
        Assert.Equal(Headers(get), Headers(head));
        Assert.DoesNotContain("Set-Cookie", head, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(captured, bed.Queue.Bodies.Count);
    }

    private static Task<string> AskAsync(RawServer server, string method, string path) => server.AskAsync(
        $"{method} {path} HTTP/1.1\r\nHost: data.example.org\r\nOrigin: http://data.example.org\r\nUser-Agent: Mozilla/5.0 (X11; Linux "
            + "x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r\nConnection: close");

    private static async Task<IResult> Run(CaptureBed bed, HttpRequest request) => request.Path.Value!.Split('/')[1] switch
    {
        "p.gif" => await bed.Function<CapturePixel>().Run(request),
        "s.js" => await bed.Function<ServeTrackerScript>().Run(request),
        _ => await bed.Function<FollowLink>().Run(request, request.Path.Value!.Split('/')[2]),
    };

    // Cookies are the effect that HEAD must not have, and how a body is framed says nothing about it.
    private static IEnumerable<string> Headers(string answer) => answer.Split("\r\n\r\n")[0].Split("\r\n")
        .Where(line => !line.StartsWith("Set-Cookie", StringComparison.OrdinalIgnoreCase)
            && !line.StartsWith("Date", StringComparison.OrdinalIgnoreCase)
            && line != "Content-Length: 0"
            && !line.StartsWith("Transfer-Encoding", StringComparison.OrdinalIgnoreCase))
        .Order(StringComparer.Ordinal);
}

using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Functions.Answers;

namespace Pipeline.UnitTests.Answers;

public sealed class JsonAnswerTests
{
    private static readonly ServiceProvider Services = new ServiceCollection().AddLogging().BuildServiceProvider();

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("identity", null)]
    [InlineData("gzip", "gzip")]
    [InlineData("GZIP, deflate", "gzip")]
    [InlineData("gzip, deflate, br, zstd", "br")]
    [InlineData("br;q=0.5, gzip;q=0.8", "gzip")]
    [InlineData("br;q=0, gzip;q=0", null)]
    [InlineData("*", "br")]
    [InlineData("br;q=0, *;q=0.1", "gzip")]
    [InlineData(";;;", null)]
    public async Task Answer_LongEnough_IsCompressedAsTheClientLikesItBest(string? accepted, string? expected)
    {
        var context = await AnswerAsync(Text(2_000), accepted);

        Assert.Equal(expected ?? string.Empty, context.Response.Headers.ContentEncoding.ToString());
        Assert.Equal("Accept-Encoding", context.Response.Headers.Vary.ToString());
        Assert.Equal("private", context.Response.Headers.CacheControl.ToString());
        var body = Body(context);
        Assert.Equal(body.Length, context.Response.ContentLength);
        Assert.Equal(expected is null, body.Length > 2_000);
        using var plain = expected switch
        {
            "br" => new BrotliStream(new MemoryStream(body), CompressionMode.Decompress),
            "gzip" => new GZipStream(new MemoryStream(body), CompressionMode.Decompress),
            _ => (Stream)new MemoryStream(body),
        };
        using var document = await JsonDocument.ParseAsync(plain);
        Assert.Equal(Text(2_000), document.RootElement.GetProperty("text").GetString());
    }

    [Theory]
    [InlineData(-1, "")]
    [InlineData(0, "br")]
    [InlineData(1, "br")]
    public async Task Answer_ShorterThanTheLimit_IsNotCompressed(int more, string encoding)
    {
        var context = await AnswerAsync(Text(JsonAnswer.MinCompressed + more - """{"text":""}""".Length), "br");

        Assert.Equal(encoding, context.Response.Headers.ContentEncoding.ToString());
    }

    [Theory]
    [InlineData("", """{"text":"a"}""")]
    [InlineData("?pretty=0", """{"text":"a"}""")]
    [InlineData("?pretty=1", "{\n  \"text\": \"a\"\n}")]
    [InlineData("?pretty=true", "{\n  \"text\": \"a\"\n}")]
    public async Task Answer_IsInLinesOnlyWhenAskedTo(string query, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(Body(await AnswerAsync("a", null, query))).ReplaceLineEndings("\n"));

    private static string Text(int length) => string.Concat(Enumerable.Repeat("pipeline ", (length / 9) + 1))[..length];

    private static byte[] Body(HttpContext context) => ((MemoryStream)context.Response.Body).ToArray();

    private static async Task<HttpContext> AnswerAsync(string text, string? accepted, string query = "")
    {
        var context = new DefaultHttpContext { RequestServices = Services };
        context.Request.QueryString = new QueryString(query);
        context.Request.Headers.AcceptEncoding = accepted;
        context.Response.Body = new MemoryStream();
        await Answer.Json(new { Text = text }).ExecuteAsync(context);
        return context;
    }
}

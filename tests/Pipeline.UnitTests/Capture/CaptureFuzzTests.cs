using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Http;
using Pipeline.Functions.Capture;
using Pipeline.Testing;

namespace Pipeline.UnitTests.Capture;

// Whatever comes in, nothing throws, nobody is told 5xx, and the neighbours in a batch are stored.
public sealed class CaptureFuzzTests
{
    private static readonly string[] Fragments =
    [
        "\\ud800", "\\u0000", "\"", "\\", "{", "}", "[", "]", ":", ",", "null", "1e999", "-0", "true", "%", "%00", "%ZZ", "+", "&", "=",
        ";", "\r\n",
        "--B", "--B--", "url=", "email=", "_pl=", "https://", "id", "type", "page_view", "form", "fields", "props", "visitor", "events",
        "\u0000", "é", "😀",
        "Content-Disposition: form-data; name=\"email\"\r\n\r\n",
    ];

    [Fact]
    public void CapturePixel_AnyQueryAndHeaders_AnswersAnImage() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(TestSize.Of(300)), Prop.ForAll(Texts(), Texts(), (query, header) =>
        {
            using var bed = new CaptureBed();
            var context = bed.Request("GET", "https://data.example.org/p.gif");
            context.Request.QueryString = new QueryString("?" + query);
            context.Request.Headers.Cookie = header;
            context.Request.Headers.Referer = header;
            context.Request.Headers["Sec-GPC"] = header;

            Run(context, bed.Function<CapturePixel>().Run(context.Request));

            return context.Response.StatusCode is 200 or 204;
        }));

    [Fact]
    public void CaptureEvents_AnyBytesAsBody_IsNeverA5xx() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(TestSize.Of(300)), Prop.ForAll(Bodies(), Texts(), (body, header) =>
        {
            using var bed = new CaptureBed();
            var context = bed.Request("POST", "https://data.example.org/e", body, header);
            context.Request.Headers.Cookie = header;

            Run(context, bed.Function<CaptureEvents>().Run(context.Request, CancellationToken.None));

            return context.Response.StatusCode is >= 200 and < 500 && bed.Queue.Rejected.Count + bed.Queue.Events.Count > 0;
        }));

    [Fact]
    public void CaptureEvents_AnyValuesInOneEvent_NeighboursAreStored() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(TestSize.Of(300)), Prop.ForAll(Texts(), Texts(), (name, value) =>
        {
            using var bed = new CaptureBed();
            var bad =
                $"{{\"type\":\"custom\",\"name\":{Quote(value)},{Quote(name)}:{Quote(value)},\"url\":{Quote(value)},\"created\":{Quote(value)},\"props\":{{{Quote(value)}:{Quote(name)}}}}}";
            var body = $"{{\"visitor\":\"c\",\"events\":[{Good("first")},{bad},{Good("last")}]}}";
            var context = bed.Request("POST", "https://data.example.org/e", body, "text/plain");

            Run(context, bed.Function<CaptureEvents>().Run(context.Request, CancellationToken.None));

            var ids = bed.Queue.Events.Select(captured => captured.Id).ToList();
            return context.Response.StatusCode == 200 && ids.Contains("first") && ids.Contains("last")
                && bed.Queue.Events.Count + bed.Queue.Rejected.Count == 3;
        }));

    [Fact]
    public void CaptureForm_AnyBodyTypeAndName_IsNeverA5xx() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(TestSize.Of(300)), Prop.ForAll(Bodies(), Texts(), (body, text) =>
        {
            foreach (var type in new[]
            {
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=B",
                "application/json",
                $"multipart/form-data; boundary={text}",
                text,
            })
            {
                using var bed = new CaptureBed();
                var context = bed.Request("POST", "https://data.example.org/forms/x", body, type);
                context.Request.Headers.Referer = text;
                context.Request.Headers.Accept = text;

                Run(context, bed.Function<CaptureForm>().Run(context.Request, text, CancellationToken.None));

                Assert.InRange(context.Response.StatusCode, 200, 499);
                Assert.Equal(1, bed.Queue.Events.Count + bed.Queue.Rejected.Count);
            }
        }));

    private static string Good(string id) => $"{{\"id\":\"{id}\",\"type\":\"page_view\",\"url\":\"https://example.org/\"}}";

    // A JSON text that may hold broken escapes and broken UTF-16, but ends where it should.
    private static string Quote(string text)
    {
        var escaped = new StringBuilder("\"");
        foreach (var c in text)
        {
            escaped.Append(c is '"' or '\\' || c < ' ' ? $"\\u{(int)c:x4}" : c.ToString());
        }

        return escaped.Append(text.Length % 7 == 3 ? "\\ud83d" : "").Append('"').ToString();
    }

    private static Arbitrary<string> Texts() => Gen.OneOf(
        ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""),
        Gen.Elements(Fragments).ListOf().Select(parts => string.Concat(parts))).ToArbitrary();

    private static Arbitrary<byte[]> Bodies() => Gen.OneOf(
        ArbMap.Default.GeneratorFor<byte[]>(),
        Texts().Generator.Select(Encoding.UTF8.GetBytes),
        Texts().Generator.Select(text => Encoding.UTF8.GetBytes($"{{\"visitor\":\"c\",\"events\":[{{{text}}}]}}")),
        Texts().Generator.Select(text => Encoding.UTF8.GetBytes($"--B\r\n{text}\r\n--B--\r\n"))).ToArbitrary();

    private static void Run(HttpContext context, Task<IResult> run) =>
        CaptureBed.AnswerAsync(context, run).GetAwaiter().GetResult();
}

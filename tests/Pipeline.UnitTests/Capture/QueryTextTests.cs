using FsCheck.Fluent;
using Microsoft.AspNetCore.Http;
using Pipeline.Functions.Capture;
using Pipeline.Text;

namespace Pipeline.UnitTests.Capture;

public sealed class QueryTextTests
{
    private const int MaxTitle = 512;
    private const int MaxPieces = 30;

    private static readonly string[] Pieces =
    [
        "a", "Z", "%", "%4", "%41", "%5a", "%ZZ", "%2B", "+", "%20", "%00", "%09", "%7F", "%80", "%C3", "%C3%A9", "%c3%bc", "%E2%82%AC",
        "%E2%82",
        "ppppppppppppppp", "pppppppppppppppp", "ppppppppppppppppp", "ppppppppppppppppppppppppppppppppp",
        "%F0%9F%98%80", "%F0%9F", "%F4%90%80%80", "%ED%A0%80", "%C0%AF", "%FF", "%EF%BF%BE", "%E2%80%AE", "é", "\U0001F600", "%25", "%2541",
        "=",
    ];

    [Fact]
    public async Task Decode_AnyValue_IsWhatAspNetCoreReads()
    {
        using var bed = new CaptureBed();
        var values = Gen.Sample(Gen.Select(Gen.ListOf(Gen.Elements(Pieces)), string.Concat), 300, MaxPieces);

        foreach (var value in Pieces.Concat(values))
        {
            var context = bed.Request("GET", "https://data.example.org/p.gif");
            context.Request.QueryString = new QueryString("?url=https://example.org/&title=" + value);
            await CaptureBed.AnswerAsync(context, bed.Function<CapturePixel>().Run(context.Request));

            var expected = context.Request.Query["title"].ToString();
            Assert.Equal(TextBounds.Clean(expected, MaxTitle), bed.Queue.Messages[^1].Events[0].Title);
            bed.Queue.Bodies.Clear();
        }
    }
}

using System.IO.Compression;
using System.Reflection;
using System.Text;

namespace Pipeline.UnitTests.Capture;

public sealed class TrackerScriptTests
{
    private const int MaxCompressedBytes = 3_072;

    private readonly byte[] _script = Read();

    [Fact]
    public void EmbeddedScript_Gzipped_FitsIntoItsBudget()
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(_script);
        }

        Assert.InRange(compressed.Length, 1_000, MaxCompressedBytes);
    }

    [Fact]
    public void EmbeddedScript_Text_IsMinifiedAndSpeaksTheWireFormat()
    {
        var text = Encoding.UTF8.GetString(_script);

        Assert.DoesNotContain("/*", text, StringComparison.Ordinal);
        Assert.InRange(text.Split('\n').Length, 1, 3);
        Assert.All(
            [
                "page_view",
                "engagement",
                "click",
                "form",
                "identify",
                "custom",
                "/e",
                "/consent",
                "/forms/",
                "globalPrivacyControl",
                "_visitor",
            ],
            word => Assert.Contains(word, text, StringComparison.Ordinal));
    }

    private static byte[] Read()
    {
        using var stream = Assembly.Load("Pipeline.Functions").GetManifestResourceStream("s.js")
            ?? throw new InvalidOperationException("Pipeline.Functions embeds no s.js.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}

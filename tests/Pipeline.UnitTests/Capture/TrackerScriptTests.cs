using System.IO.Compression;
using System.Reflection;
using System.Text;
using Pipeline.Functions.Capture;

namespace Pipeline.UnitTests.Capture;

public sealed class TrackerScriptTests
{
    private const int MaxCompressedBytes = 3_072;

    private readonly byte[] _script = Read("s.js");

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
        Assert.DoesNotContain("/*", Encoding.UTF8.GetString(Read("f.js")), StringComparison.Ordinal);
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

    [Fact]
    public void EmbeddedForms_Gzipped_AreNoLargerThanTwiceTheScript() =>
        Assert.InRange(new TrackerScript(Read("f.js")).Gzip.Length, 1_000, 2 * MaxCompressedBytes);

    private static byte[] Read(string name)
    {
        using var stream = Assembly.Load("Pipeline.Functions").GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"Pipeline.Functions embeds no {name}.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}

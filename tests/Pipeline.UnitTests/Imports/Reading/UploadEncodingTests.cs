using System.Text;

namespace Pipeline.UnitTests.Imports.Reading;

public sealed class UploadEncodingTests
{
    private const string Text = "email;date;note\r\na@example.org;2026-03-01;Gagné – 5 €\r\n";

    private readonly ImportBed _bed = new();

    [Theory]
    [InlineData("utf-8", false, "UTF-8")]
    [InlineData("utf-8", true, "UTF-8")]
    [InlineData("utf-16", true, "UTF-16 LE")]
    [InlineData("utf-16", false, "UTF-16 LE")]
    [InlineData("utf-16BE", true, "UTF-16 BE")]
    [InlineData("utf-16BE", false, "UTF-16 BE")]
    [InlineData("windows-1252", false, "Windows-1252")]
    public async Task File_OfAnyEncoding_IsReadAndToldSo(string name, bool hasMark, string told)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);

        var outcome = await _bed.UploadAsync([.. hasMark ? encoding.GetPreamble() : [], .. encoding.GetBytes(Text)], "text/csv");

        Assert.Equal(told, outcome.Result?.Reading?.Encoding);
        Assert.Equal("Gagné – 5 €", Assert.Single(_bed.Import.Stored).Note);
    }

    // Longer than the pieces in which it is read, with a character on every border.
    [Theory]
    [InlineData("windows-1252", "é")]
    [InlineData("utf-16", "é")]
    [InlineData("utf-16", "😀")]
    [InlineData("utf-16BE", "x😀")]
    public async Task LongFile_IsReadWhole(string name, string letter)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        var note = string.Concat(Enumerable.Repeat(letter, 400 / letter.Length));
        var rows = Enumerable.Range(0, 500).Select(n => $"p{n:000}@example.org;2026-03-01;{note}\n");
        var large = new ImportBed(maxRows: 1_000);

        await large.UploadAsync([.. encoding.GetPreamble(), .. encoding.GetBytes("email;date;note\n" + string.Concat(rows))], null);

        Assert.Equal(500, large.Import.Stored.Count);
        Assert.All(large.Import.Stored, sale => Assert.Equal(note, sale.Note));
    }

    [Theory]
    [InlineData(0x81)]
    [InlineData(0x8D)]
    [InlineData(0x9D)]
    public async Task BytesThatNoEncodingHas_AreRefused_NamingTheLine(byte undefined)
    {
        var outcome = await _bed.UploadAsync(
            [.. "email;date\na@example.org;2026-03-01\nb"u8, undefined, .. "@example.org;2026-03-01\n"u8], null);

        Assert.StartsWith("Line 3 is not UTF-8", Assert.Single(outcome.Problems).Detail, StringComparison.Ordinal);
        Assert.Empty(_bed.Import.Stored);
    }

    [Fact]
    public async Task HalfACharacterOfUtf16_IsRefused()
    {
        var outcome = await _bed.UploadAsync([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Text)[..^1]], null);

        Assert.Contains("UTF-16 LE but breaks off", Assert.Single(outcome.Problems).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JsonInUtf16_IsRead()
    {
        var outcome = await _bed.UploadAsync(
            [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("""[{"email":"a@example.org","date":"2026-03-01"}]""")], null);

        Assert.Equal(("json", "UTF-16 LE"), (outcome.Result!.Reading!.Format, outcome.Result.Reading.Encoding));
        Assert.Single(_bed.Import.Stored);
    }
}

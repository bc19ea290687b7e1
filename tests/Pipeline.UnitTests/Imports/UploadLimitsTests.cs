using System.IO.Compression;
using System.Text;
using Pipeline.Imports;

namespace Pipeline.UnitTests.Imports;

/// <summary>
/// Files that nobody sends by mistake: refused while they are read, with memory that does not grow with them, and nothing is stored.
/// </summary>
public sealed class UploadLimitsTests
{
    private const long MegaByte = 1_048_576;

    private readonly ImportBed _bed = new(maxRows: 100_000);

    [Theory]
    [InlineData("one line of one field", "row 1")]
    [InlineData("one line of commas", "row 1")]
    [InlineData("one line of quotes", "row 1")]
    [InlineData("an open quote", "row 2")]
    [InlineData("a long line far below", "row 51")]
    public async Task HundredMegabytes_InOneLine_AreRefused(string kind, string row)
    {
        var file = new byte[100 * MegaByte];
        Array.Fill(file, kind == "one line of commas" ? (byte)',' : kind == "one line of quotes" ? (byte)'"' : (byte)'x');
        var start = kind switch
        {
            "an open quote" => "email;date\na@example.org;\"",
            "a long line far below" =>
                "email;date\n" + string.Concat(Enumerable.Range(0, 49).Select(n => $"p{n}@example.org;2026-03-01\n")),
            _ => "",
        };
        Encoding.UTF8.GetBytes(start).CopyTo(file, 0);

        await RefusedAsync(file, null, row, 64);
    }

    [Fact]
    public async Task MillionColumns_AreRefused()
    {
        var names = string.Join(';', Enumerable.Range(0, 50_000).Select(n => $"column{n}"));

        var few = await RefusedAsync(Encoding.UTF8.GetBytes(names + "\n1;2\n"), null, "row 1", 32);
        await RefusedAsync(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(names + ";", 20)) + "\n1;2\n"), null, "row 1", 32);
        await RefusedAsync(
            Encoding.UTF8.GetBytes($"[{{{string.Join(',', Enumerable.Range(0, 1_000_000).Select(n => $"\"c{n}\":1"))}}}]"),
            "application/json",
            "row 1",
            96);

        Assert.Contains("has 50000 columns, at most 1000 are taken", few.Problems[0].Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1_000, ImportStatus.Read)]
    [InlineData(1_001, ImportStatus.TooLarge)]
    public async Task Columns_UpToTheLimit_AreTaken(int columns, ImportStatus expected)
    {
        var names = string.Join(';', Enumerable.Range(0, columns - 2).Select(n => $"column{n}"));

        var outcome = await _bed.UploadAsync($"email;date;{names}\na@example.org;2026-03-01\n");

        Assert.Equal(expected, outcome.Status);
    }

    [Fact]
    public async Task JsonOfTooManyRows_IsRefused_BeforeTheRestIsRead()
    {
        var rows = string.Concat(Enumerable.Repeat("""{"email":"a@example.org","date":"2026-03-01"},""", 200_000));

        var outcome = await new ImportBed(maxRows: 1_000).UploadAsync(
            Encoding.UTF8.GetBytes("[" + rows + "this is no JSON"), "application/json");

        Assert.Equal(ImportStatus.TooLarge, outcome.Status);
    }

    [Fact]
    public async Task ZipBombs_AreRefused_BeforeTheyAreUnpacked()
    {
        await RefusedAsync(Bomb(1_500 * MegaByte), null, "", 16);
        await RefusedAsync(Bomb(90 * MegaByte), null, "", 16);

        var lying = await _bed.UploadAsync(Lying(Bomb(300 * MegaByte)), null);
        Assert.Equal(ImportStatus.Unusable, lying.Status);
    }

    // Half a million rows in a workbook of less than a megabyte: each is read, none is kept.
    [Fact]
    public async Task WorkbookOfTooManyRows_IsRefused()
    {
        var rows = string.Concat(Enumerable.Range(1, 150_000).Select(n => $"<row r=\"{n}\"><c r=\"A{n}\" "
            + $"t=\"inlineStr\"><is><t>{(n == 1 ? "email" : $"p{n * 7919 % 150_001}@example.org")}</t></is></c></row>"));

        var outcome = await _bed.UploadAsync(Workbook.OfSheet(Workbook.Sheet(rows)), null, ("set.date", "2026-03-01"));

        Assert.Equal("The upload has more than 100000 rows; split it.", Assert.Single(outcome.Problems).Detail);
    }

    private async Task<ImportOutcome> RefusedAsync(byte[] file, string? contentType, string field, int megabytes)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();

        var outcome = await _bed.UploadAsync(file, contentType);

        Assert.Equal((ImportStatus.TooLarge, field), (outcome.Status, Assert.Single(outcome.Problems).Field));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, megabytes * MegaByte);
        Assert.Empty(_bed.Import.Stored);
        Assert.Empty(_bed.Rejected.Rows);
        return outcome;
    }

    private static byte[] Bomb(long length)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            archive.CreateEntry("xl/workbook.xml").Open().Dispose();
            using var sheet = archive.CreateEntry("xl/worksheets/sheet1.xml").Open();
            var zeroes = new byte[MegaByte];
            for (var written = 0L; written < length; written += zeroes.Length)
            {
                sheet.Write(zeroes);
            }
        }

        return bytes.ToArray();
    }

    // The directory says that the sheet is small.
    private static byte[] Lying(byte[] bomb)
    {
        var name = bomb.AsSpan().LastIndexOf("xl/worksheets/sheet1.xml"u8);
        BitConverter.TryWriteBytes(bomb.AsSpan(name - 46 + 24), 1_000_000u);
        return bomb;
    }
}

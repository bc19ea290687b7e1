using System.Globalization;
using System.Text;
using Pipeline.Imports;

namespace Pipeline.UnitTests.Imports.Reading;

public sealed class WorkbookTests
{
    private readonly ImportBed _bed = new();

    [Fact]
    public async Task FirstSheet_IsRead_WithItsNumbersAndDates()
    {
        var file = Workbook.Of(
            ("Deals", [
                ["Export of the deals"],
                ["Email", "Date", "Amount", "Currency", "Note"],
                ["a@example.org", new DateTime(2026, 3, 1), 1234.5, "EUR", 12345678901d],
                ["b@example.org", new DateTime(2026, 3, 2, 9, 30, 0), 0.1 + 0.2, null, true],
                [null, null],
                ["c@example.org", "2026-03-03", "1 000,00", null, null],
                ["Total", null, 2234.8],
            ]),
            ("Other", [["Email", "Date"], ["x@example.org", "2026-03-01"]]));

        var outcome = await _bed.UploadAsync(file, "application/octet-stream");

        Assert.True(outcome.Result is not null, string.Join("; ", outcome.Problems));
        Assert.Equal((3, 3, 0), (outcome.Result.Rows, outcome.Result.Taken, outcome.Result.RejectedRows));
        Assert.Equal(
            ("xlsx", "Deals", 2), (outcome.Result.Reading!.Format, outcome.Result.Reading.Sheet, outcome.Result.Reading.HeaderRow));
        Assert.Equal([(1, "before_header"), (7, "total")], outcome.Result.Skipped.Select(row => (row.Row, row.Reason)));
        Assert.Equal([3, 4, 6], _bed.Import.Numbers);
        Assert.Equal([123_450L, 30, 100_000], _bed.Import.Stored.Select(sale => sale.Amount!.Value));
        Assert.Equal(["12345678901", "true", null], _bed.Import.Stored.Select(sale => sale.Note));
        Assert.Equal(
            ["2026-03-01T22:59:59 False", "2026-03-02T08:30:00 True", "2026-03-03T22:59:59 False"],
            _bed.Import.Stored.Select(sale => $"{sale.Date.At.ToString("s", CultureInfo.InvariantCulture)} {sale.Date.HasTime}"));
    }

    // A form declared for other files does not make a date of a workbook a text.
    [Fact]
    public async Task RejectedRow_IsKeptSoThatItsDateIsReadAgain()
    {
        await _bed.UploadAsync(Workbook.Of(["Email", "Date"], ["bad", new DateTime(2026, 3, 1)]), null, ("dates", "dd/MM/yyyy"));
        var kept = Assert.Single(_bed.Rejected.Rows).Rejected;

        var replayed = await _bed.UploadAsync(
            kept.Payload.Replace("bad", "a@example.org", StringComparison.Ordinal),
            [.. kept.Query!.Split('&')
                .Where(pair => !pair.StartsWith("row=", StringComparison.Ordinal))
                .Select(pair => (pair.Split('=')[0], Uri.UnescapeDataString(pair.Split('=')[1])))]);

        Assert.Equal("""{"email":"bad","date":"2026-03-01"}""", kept.Payload);
        Assert.Equal(1, replayed.Result!.Taken);
        Assert.Equal(new DateOnly(2026, 3, 1), _bed.Import.Stored[0].Date.Day);
    }

    [Fact]
    public async Task DatesAsNumbersOrTexts_AreInferredAsInCsv()
    {
        var outcome = await _bed.UploadAsync(Workbook.Of(["Email", "Date"], ["a@example.org", 46095], ["b@example.org", 46096.5]), null);

        Assert.Equal("excel", Assert.Single(outcome.Result!.Reading!.Dates!).Form);
        Assert.Equal([14, 15], _bed.Import.Stored.Select(sale => sale.Date.Day.Day));
    }

    [Theory]
    [InlineData("old", "old form (.xls)")]
    [InlineData("zip", "archive without a workbook")]
    [InlineData("cut", "damaged")]
    [InlineData("xml", "no rows")]
    [InlineData("entity", "damaged")]
    [InlineData("empty", "no rows")]
    public async Task WhatIsNoWorkbook_IsRefused_SayingWhatWouldBeTaken(string kind, string words)
    {
        var good = Workbook.Of(["Email", "Date"], ["a@example.org", "2026-03-01"]);
        byte[] file = kind switch
        {
            "old" => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[600]],
            "zip" => Workbook.Pack([("deals.csv", "email;date\na@example.org;2026-03-01")]),
            "cut" => good[..(good.Length / 2)],
            "xml" => Workbook.OfSheet("<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v>"),
            "entity" => Workbook.OfSheet(
                """<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><worksheet><sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>"""),
            _ => Workbook.OfSheet(Workbook.Sheet("")),
        };

        var outcome = await _bed.UploadAsync(file, null);

        Assert.Equal(ImportStatus.Unusable, outcome.Status);
        Assert.Contains(words, Assert.Single(outcome.Problems).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DamagedWorkbook_NeverThrows()
    {
        var good = Workbook.Of(["Email", "Date"], ["a@example.org", new DateTime(2026, 3, 1)], ["b@example.org", 5]);
        var random = new Random(11);
        for (var i = 0; i < 300; i++)
        {
            var file = good.ToArray();
            for (var fault = random.Next(1, 8); fault > 0; fault--)
            {
                file[random.Next(4, file.Length)] = (byte)random.Next(256);
            }

            var outcome = await _bed.UploadAsync(file, null);

            Assert.True(outcome.Result is not null || outcome.Problems.Count > 0);
        }
    }

    [Theory]
    [InlineData("<row r=\"1\"><c r=\"ZZZZZZZ1\"><v>1</v></c></row>")]
    [InlineData("<row r=\"1\"><c r=\"XFD1\"><v>1</v></c></row>")]
    [InlineData("<row r=\"2147483647\"><c r=\"A2147483647\"><v>1</v></c></row>")]
    [InlineData("<row r=\"-5\"><c r=\"A-5\"><v>1</v></c></row>")]
    [InlineData("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>99</v></c></row>")]
    [InlineData("<row r=\"1\"><c r=\"A1\" s=\"99\"><v>1</v></c></row>")]
    [InlineData("<row r=\"1\"><c r=\"A1\" s=\"1\"><v>1e300</v></c></row>")]
    [InlineData("<row r=\"1\"><c r=\"A1\"><v>1e400</v></c></row>")]
    public async Task SheetThatNoProgramWrites_IsRefused_AtOnce(string rows)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();

        var outcome = await _bed.UploadAsync(Workbook.OfSheet(Workbook.Sheet(rows)), null);

        Assert.True(outcome.Result is null ? outcome.Problems.Count > 0 : outcome.Result.Taken == 0);
        Assert.Empty(_bed.Import.Stored);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000_000);
    }

    [Fact]
    public async Task Utf8Text_ThatBeginsLikeAnArchive_IsNone()
    {
        var outcome = await _bed.UploadAsync(Encoding.UTF8.GetBytes("PK;date\nx;2026-03-01\n"), null, ("map.email", "PK"));

        Assert.Equal(1, outcome.Result!.RejectedRows);
    }
}

using System.Globalization;
using Pipeline.Imports;
using Pipeline.Imports.Dates;
using Pipeline.Problems;

namespace Pipeline.UnitTests.Imports;

public sealed class UploadDatesTests
{
    private readonly ImportBed _bed = new();

    [Theory]
    [InlineData("MMM d, yyyy", "Mar 5, 2026", "2026-03-05")]
    [InlineData("MMMM d yyyy", "March 5, 2026", "2026-03-05")]
    [InlineData("d MMM yyyy", "5 mars 2026", "2026-03-05")]
    [InlineData("d MMM yyyy", "5. März 2026", null)]
    [InlineData("d. MMM yyyy", "5. März 2026", "2026-03-05")]
    [InlineData("d MMM yyyy", "5 de marzo de 2026", "2026-03-05")]
    [InlineData("d MMM yyyy", "Thu, 5 févr. 2026", "2026-02-05")]
    [InlineData("d-MMM-yy", "5-Aug-26", "2026-08-05")]
    [InlineData("M/d/yyyy h:mm tt", "3/14/2026 9:30 AM", "2026-03-14T08:30")]
    [InlineData("M/d/yyyy h:mm tt", "3/14/2026, 9:30\u202Fpm", "2026-03-14T20:30")]
    [InlineData("M/d/yyyy h:mm tt", "3/14/2026 12:05 a.m.", "2026-03-13T23:05")]
    [InlineData("M/d/yyyy hh:mmtt", "3/14/2026 09:30AM", "2026-03-14T08:30")]
    [InlineData("dd.MM.yy", "05.03.26", "2026-03-05")]
    [InlineData("excel", "46095", "2026-03-14")]
    [InlineData("excel", "46095.3958333333", "2026-03-14T08:30")]
    [InlineData("epoch", "1773480600", "2026-03-14T09:30")]
    [InlineData("epoch-ms", "1773480600000", "2026-03-14T09:30")]
    [InlineData("epoch", "46095", "1970-01-01T12:48")]
    [InlineData("excel|epoch", "46095", null)]
    [InlineData("dd/MM/yyyy", "2026-03-14 09:30:00 UTC", "2026-03-14T09:30")]
    public void DeclaredForms_AreRead(string forms, string text, string? expected)
    {
        var problems = new List<Problem>();
        var read = DateForms.Read(forms, problems);
        Assert.Empty(problems);

        var good = read.TryParse(text, TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris"), out var moment, out _);

        Assert.Equal(
            expected,
            !good ? null : moment.HasTime
                ? moment.At.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture)
                : moment.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("dd/MM/yyyy", "2026-03-03,2026-03-14", "03/03/2026", "14/03/2026")]
    [InlineData("MM/dd/yyyy", "2026-03-03,2026-03-14", "3/3/2026", "3/14/2026 9:30 AM")]
    [InlineData("dd.MM.yy", "2026-03-05,2026-03-06", "05.03.26", "06.03.26")]
    [InlineData("dd.MM.yyyy", "2026-03-05,2026-04-06", "05.03.2026", "06.04.2026 10:00")]
    [InlineData("MMM d, yyyy", "2026-03-05,2026-03-06", "Mar 5, 2026", "Mar 6, 2026")]
    [InlineData("d MMM yyyy", "2026-03-05,2026-08-06", "5 mars 2026", "6 août 2026")]
    [InlineData("yyyy/MM/dd", "2026-03-05,2026-03-06", "2026/03/05", "2026/03/06")]
    [InlineData("excel", "2026-03-14,2026-03-15", "46095", "46096")]
    public async Task UndeclaredForm_ThatAloneReadsTheColumn_IsInferredAndTold(string form, string days, string first, string second)
    {
        var outcome = await _bed.UploadAsync($"email;date\na@example.org;{first}\nb@example.org;{second}\n");

        Assert.True(outcome.Result is not null, string.Join("; ", outcome.Problems));
        Assert.Equal(new InferredDates("date", form, first, days.Split(',')[0]), Assert.Single(outcome.Result.Reading!.Dates!));
        Assert.Equal(
            days, string.Join(',', _bed.Import.Stored.Select(sale => sale.Date.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))));
    }

    [Theory]
    [InlineData("03/04/2026", "05/06/2026", "dates=d/M/yyyy or dates=M/d/yyyy")]
    [InlineData("03/04/26", "05/06/26 10:30", "dates=d/M/yy|d/M/yy H:mm or dates=M/d/yy|M/d/yy H:mm")]
    [InlineData("03-04-2026", "05-06-2026", "dates=d-M-yyyy or dates=M-d-yyyy")]
    public async Task ColumnThatSeveralFormsRead_IsAskedFor_AndItsProposalIsTaken(string first, string second, string proposal)
    {
        var text = $"email;date\na@example.org;{first}\nb@example.org;{second}\n";
        var refused = await _bed.UploadAsync(text);

        Assert.Equal(ImportStatus.Unusable, refused.Status);
        var problem = Assert.Single(refused.Problems);
        Assert.Equal("date", problem.Field);
        Assert.Contains($"'{first}' of column date (row 2)", problem.Detail, StringComparison.Ordinal);
        Assert.Contains(proposal, problem.Detail, StringComparison.Ordinal);
        Assert.Empty(_bed.Import.Stored);

        await _bed.UploadAsync(text, ("dates", proposal["dates=".Length..].Split(" or ")[1]["dates=".Length..]));
        Assert.Equal([4, 6], _bed.Import.Stored.Select(sale => sale.Date.Day.Day));
    }

    [Fact]
    public async Task ColumnThatNoFormReadsWhole_IsAskedFor_SayingHowFarTheBestOneReads()
    {
        const string Text = "email;date\na@example.org;31/03/2026\nb@example.org;30/03/2026\nc@example.org;soon\n";
        var refused = await _bed.UploadAsync(Text);
        var taken = await _bed.UploadAsync(Text, ("dates", "d/M/yyyy"));

        Assert.Contains("dd/MM/yyyy reads 2 of 3, not 'soon' (row 4)", Assert.Single(refused.Problems).Detail, StringComparison.Ordinal);
        Assert.Equal((2, 1), (taken.Result!.Taken, taken.Result.RejectedRows));
    }

    [Fact]
    public async Task IsoColumnWithOneOtherDate_IsReadRowByRow()
    {
        var outcome = await _bed.UploadAsync("email;date\na@example.org;2026-03-31\nb@example.org;30/03/2026\n");

        Assert.Equal((1, 1), (outcome.Result!.Taken, outcome.Result.RejectedRows));
        Assert.Null(outcome.Result.Reading!.Dates);
    }

    [Fact]
    public async Task RejectedRow_OfAnInferredForm_IsKeptWithTheForm()
    {
        await _bed.UploadAsync("email;date\na@example.org;31/03/2026\nbad;03/04/2026\n", ("map.email", "email"));

        var kept = Assert.Single(_bed.Rejected.Rows).Rejected;
        Assert.Equal("""{"email":"bad","date":"03/04/2026"}""", kept.Payload);
        Assert.Contains("dates=d%2FM%2Fyyyy", kept.Query, StringComparison.Ordinal);
        Assert.DoesNotContain("map.", kept.Query, StringComparison.Ordinal);
    }
}

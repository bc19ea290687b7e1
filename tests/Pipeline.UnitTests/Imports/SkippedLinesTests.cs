namespace Pipeline.UnitTests.Imports;

public sealed class SkippedLinesTests : IDisposable
{
    private readonly ImportBed _bed = new();
    private readonly ExportBed _costs = new();

    public void Dispose() => _costs.Dispose();

    [Fact]
    public async Task LinesAboveTheHeader_AreSkippedAndListed()
    {
        var outcome = await _bed.UploadAsync("Sales of March\nFrom;2026-03-01\n\nemail;date;amount\na@example.org;2026-03-01;1,5\n");

        Assert.Equal(
            [(1, "before_header", "Sales of March"), (2, "before_header", "From 2026-03-01")],
            outcome.Result!.Skipped.Select(row => (row.Row, row.Reason, row.Text)));
        Assert.Equal((1, 1, 2), (outcome.Result.Rows, outcome.Result.Taken, outcome.Result.SkippedRows));
        Assert.Equal([5], _bed.Import.Numbers);
    }

    [Theory]
    [InlineData(29, true)]
    [InlineData(30, false)]
    public async Task Header_IsLookedForInTheFirstThirtyLines(int above, bool isFound)
    {
        var outcome = await _bed.UploadAsync(string.Concat(Enumerable.Repeat("note\n", above)) + "email;date\na@example.org;2026-03-01\n");

        Assert.Equal(isFound, outcome.Result is { RejectedRows: 0 });
    }

    [Theory]
    [InlineData("Total;;6.5", true)]
    [InlineData("Totals:;;6.5", true)]
    [InlineData("Grand Total (2 records);;6.5", true)]
    [InlineData("Summe;;6.5", true)]
    [InlineData("Total général;;6.5", true)]
    [InlineData("Total;2026-03-02;6.5", true)]
    [InlineData("Total Body;2026-03-02;6.5", false)]
    [InlineData("Totally new;;6.5", false)]
    [InlineData("Summer;2026-03-02;6.5", false)]
    public async Task TotalsLine_HasNoDate_OrItsLabelAlone(string line, bool isSkipped)
    {
        var outcome = await _costs.CostsAsync(
            System.Text.Encoding.UTF8.GetBytes($"campaign;date;amount\nSpring;2026-03-01;4.5\nTotal Clean;2026-03-01;2\n{line}\n"),
            ("set.channel", "Display"));

        Assert.Equal(isSkipped ? [(4, "total")] : [], outcome.Result!.Skipped.Select(row => (row.Row, row.Reason)));
        Assert.Equal(isSkipped ? 2 : 3, outcome.Result.Rows);
    }

    // A customer may be called Total: a line about a person is no sum.
    [Fact]
    public async Task LineAboutAPerson_IsARow_WhateverItBeginsWith()
    {
        var outcome = await _bed.UploadAsync("note;email;date\nTotal;a@example.org;\nTotal;b@example.org;2026-03-01\n");

        Assert.Equal((2, 1, 1, 0), (outcome.Result!.Rows, outcome.Result.Taken, outcome.Result.RejectedRows, outcome.Result.SkippedRows));
    }

    [Fact]
    public async Task NotesBelowTheRows_AreSkipped_ButNotALonelyCell()
    {
        var noted = await _bed.UploadAsync("email;date;amount\na@example.org;2026-03-01;1\n\n\"© 2026 Example\"\nExample Company\n");
        var lonely = await _bed.UploadAsync("email;date;amount\nb@example.org;2026-03-01;1\nc@example.org\n");

        Assert.Equal([(4, "note"), (5, "note")], noted.Result!.Skipped.Select(row => (row.Row, row.Reason)));
        Assert.Equal((2, 1, 0), (lonely.Result!.Rows, lonely.Result.RejectedRows, lonely.Result.SkippedRows));
    }

    [Fact]
    public async Task Constant_FillsAColumnThatIsEmptyOrAbsent()
    {
        var outcome = await _costs.CostsAsync(
            "date;campaign;channel;amount\n2026-03-01;a;Display;1.00\n2026-03-01;b;;2.00\n"u8.ToArray(),
            ("set.channel", "Paid Social"),
            ("set.source", "x"));

        Assert.Equal((2, 0), (outcome.Result!.Taken, outcome.Result.RejectedRows));
        Assert.Equal(["2026-03-01 Display x a 1", "2026-03-01 Paid Social x b 2"], await _costs.CostLinesAsync());
    }

    [Theory]
    [InlineData("set.chanel=Display", "set.chanel")]
    [InlineData("set.channel=", "set.channel")]
    [InlineData("stage.Won=Customer", "stage.Won")]
    [InlineData("preset=salesforce", "preset")]
    [InlineData("preset=google", "preset")]
    public async Task WhatCannotBeDeclared_IsRefused(string query, string field)
    {
        var outcome = await _costs.CostsAsync("date;channel;amount\n2026-03-01;Display;1\n"u8.ToArray(), ExportBed.Query(query));

        Assert.Equal(field, Assert.Single(outcome.Problems).Field);
        Assert.Empty(await _costs.CostLinesAsync());
    }

    [Fact]
    public async Task MappedStageThatIsNone_IsRefused()
    {
        var outcome = await _costs.CrmAsync(
            "email;stage;date\na@acme.example;Devis envoyé;2026-03-01\n"u8.ToArray(), ("stage.Devis envoyé", "Oportunity"));

        var problem = Assert.Single(outcome.Problems);
        Assert.StartsWith("stage.", problem.Field, StringComparison.Ordinal);
        Assert.Contains("'Oportunity' is no stage", problem.Detail, StringComparison.Ordinal);
    }
}

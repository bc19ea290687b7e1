using System.Text;
using Pipeline.Imports;

namespace Pipeline.UnitTests.Imports;

public sealed class AddressesTests : IDisposable
{
    private static readonly string[] People = ["anna@acme.example", "ben@beta.example"];

    private readonly ExportBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Theory]
    [InlineData("anna@acme.example")]
    [InlineData("Anna Smith (anna@acme.example)")]
    [InlineData("Anna Smith <anna@acme.example>")]
    [InlineData("Smith, Anna <anna@acme.example>")]
    [InlineData("anna@acme.example (Anna Smith)")]
    [InlineData("mailto:anna@acme.example")]
    [InlineData("Anna [mailto:anna@acme.example]")]
    [InlineData("anna@acme.example; Anna@Acme.example")]
    [InlineData("Bob; Anna (anna@acme.example)")]
    public async Task OneAddress_WithOrWithoutAName_IsFound(string cell)
    {
        var outcome = await UploadAsync(cell, "7");

        Assert.Equal((1, 1), (outcome.Result!.Rows, outcome.Result.Taken));
        Assert.Equal(["anna@acme.example customer 2026-03-05 10 7"], await _bed.DealsAsync(People));
    }

    [Theory]
    [InlineData("anna smith@acme.example")]
    [InlineData("Anna")]
    [InlineData("anna@acme.example ben@beta.example")]
    public async Task TextWhoseAddressNobodyCanTell_IsAFault(string cell)
    {
        var outcome = await UploadAsync(cell, "7");

        Assert.Equal("email", Assert.Single(Assert.Single(outcome.Result!.Rejected).Problems).Field);
    }

    [Theory]
    [InlineData("anna@acme.example; ben@beta.example")]
    [InlineData("anna@acme.example,ben@beta.example")]
    [InlineData("Anna (anna@acme.example);Ben (ben@beta.example)")]
    public async Task SeveralAddresses_WithADeal_AreAllOnIt_AsOneSale(string cell)
    {
        var outcome = await UploadAsync(cell, "7");
        var again = await UploadAsync(cell, "7");

        Assert.Equal((1, 1, 0), (outcome.Result!.Rows, outcome.Result.Taken, outcome.Result.Notes.Count));
        Assert.Equal((1, 0, 1), (again.Result!.Rows, again.Result.Taken, again.Result.Unchanged));
        Assert.Equal(
            ["anna@acme.example customer 2026-03-05 10 7", "ben@beta.example customer 2026-03-05 10 7"], await _bed.DealsAsync(People));
    }

    [Fact]
    public async Task SeveralAddresses_WithoutADeal_GiveTheAmountToTheFirst_AndSaySo()
    {
        var outcome = await UploadAsync("Anna (anna@acme.example); Ben (ben@beta.example)", "");

        var note = Assert.Single(outcome.Result!.Notes);
        Assert.Equal(2, note.Row);
        Assert.Contains("counts for anna@acme.example alone", note.Message, StringComparison.Ordinal);
        Assert.Equal(["anna@acme.example customer 2026-03-05 10", "ben@beta.example customer 2026-03-05"], await _bed.DealsAsync(People));
    }

    [Theory]
    [InlineData("Closed won (Sales Pipeline)", "customer")]
    [InlineData("closedlost (Renewals)", "lost")]
    [InlineData("Won (price)", "customer")]
    public async Task PipelineBehindAStage_DoesNotMatter(string stage, string expected)
    {
        await _bed.CrmAsync(Encoding.UTF8.GetBytes($"email;stage;date\nanna@acme.example;{stage};2026-03-05\n"));

        Assert.Equal([$"anna@acme.example {expected} 2026-03-05"], await _bed.DealsAsync(People));
    }

    private Task<ImportOutcome> UploadAsync(string cell, string deal) =>
        _bed.CrmAsync(Encoding.UTF8.GetBytes($"email;stage;date;amount;opportunity\n\"{cell}\";Won;2026-03-05;10;{deal}\n"));
}

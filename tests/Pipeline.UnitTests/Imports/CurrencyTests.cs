using System.Text;
using Pipeline.Imports;
using Pipeline.Money;
using Pipeline.Rejected;

namespace Pipeline.UnitTests.Imports;

/// <summary>In which currency an amount is: read wherever a file says it, never guessed where it names two.</summary>
public sealed class CurrencyTests : IDisposable
{
    private readonly ExportBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Theory]
    [InlineData("Currency")]
    [InlineData("Currency code")]
    [InlineData("CurrencyCode")]
    [InlineData("CurrencyIsoCode")]
    [InlineData("Currency ISO Code")]
    [InlineData("Amount Currency")]
    [InlineData("Deal - Currency of Value")]
    [InlineData("Deal currency code")]
    [InlineData("Account currency")]
    [InlineData("Devise")]
    [InlineData("Währung")]
    [InlineData("Moneda")]
    public async Task AColumnOfCurrencies_ByAnyOfItsNames_IsRead(string name)
    {
        var deals = await CrmAsync($"email,stage,date,amount,rate,{name}\na@example.org,Won,2026-03-01,100,0.9,USD\n");
        var costs = await CostsAsync($"date,channel,amount,rate,{name}\n2026-03-01,Display,100,0.5,USD\n");

        Assert.Equal((1, 0), (deals.Taken, deals.IgnoredColumns.Count));
        Assert.Equal((1, 0), (costs.Taken, costs.IgnoredColumns.Count));
        Assert.Equal(["2026-03-01 Display   50"], await _bed.CostLinesAsync());
    }

    [Theory]
    [InlineData("Amount (USD)")]
    [InlineData("Amount [usd]")]
    [InlineData("Amount ($)")]
    [InlineData("Amount (US$)")]
    [InlineData("Amount (in USD)")]
    [InlineData("Amount in USD")]
    [InlineData("Amount USD")]
    [InlineData("Amount_USD")]
    [InlineData("Amount - USD")]
    [InlineData("Montant en USD")]
    [InlineData("Amount spent (USD)")]
    [InlineData("Cost, USD")]
    public async Task AHeaderWithAUnit_SaysTheCurrencyOfItsColumn(string header)
    {
        Assert.Equal(("USD", 1), await RateNeededAsync($"date;channel;{header}\n2026-03-01;Display;100\n"));
        Assert.Equal(("USD", 1), await RateNeededAsync($$"""[{"date":"2026-03-01","channel":"Display","{{header}}":100}]"""));
    }

    [Theory]
    [InlineData("Amount")]
    [InlineData("amount all")]
    [InlineData("AMOUNT ALL")]
    [InlineData("Amount (net)")]
    [InlineData("Amount (EUR)")]
    [InlineData("Amount (€)")]
    public async Task AHeaderWithoutAForeignUnit_IsOfTheDeployment(string header)
    {
        var result = await CostsAsync($"date;channel;{header}\n2026-03-01;Display;100\n", ("map.amount", header));

        Assert.Equal((1, 0), (result.Taken, result.RejectedRows));
        Assert.Equal(["2026-03-01 Display   100"], await _bed.CostLinesAsync());
    }

    [Fact]
    public async Task AFileThatNamesAnotherCurrency_HasNoAmountOfAnUnknownOne()
    {
        var costs = await CostsAsync(
            "date,channel,amount,currency,rate\n2026-03-01,Display,1,USD,0.5\n2026-03-02,Display,2,,\n2026-03-03,Display,4,EUR,\n");
        var deals = await CrmAsync(
            "email,stage,date,amount,currency,rate\na@example.org,Won,2026-03-01,1,USD,0.5\nb@example.org,Won,2026-03-01,2,,\nc@example.org,Lead,2026-03-01,,,\n");

        Assert.Equal((2, 1), (costs.Taken, costs.RejectedRows));
        Assert.Equal((3, "currency", "missing"), ProblemOf(costs));
        Assert.Contains("USD", costs.Rejected[0].Problems[0].Message, StringComparison.Ordinal);
        Assert.Equal((2, 1), (deals.Taken, deals.RejectedRows));
        Assert.Equal((3, "currency", "missing"), ProblemOf(deals));
    }

    [Fact]
    public async Task AnUnknownUnit_BesideAHeaderOrAnAmountThatNamesAnother_IsAProblem()
    {
        var byHeader = await CostsAsync("date;channel;amount;Budget (USD)\n2026-03-01;Display;1;9\n");
        var byAmount =
            await CostsAsync("date;channel;amount;rate\n2026-03-01;Display;$1;0.5\n2026-03-02;Display;2;\n2026-03-03;Display;3 EUR;\n");

        Assert.Equal((2, "currency", "missing"), ProblemOf(byHeader));
        Assert.Equal((2, 1), (byAmount.Taken, byAmount.RejectedRows));
        Assert.Equal((3, "currency", "missing"), ProblemOf(byAmount));
    }

    [Theory]
    [InlineData("Region PEN")]
    [InlineData("Notes for ALL")]
    public async Task AWordOfAnotherColumn_IsNoCurrency(string header)
    {
        Assert.Equal(1, (await CostsAsync($"date;channel;amount;{header}\n2026-03-01;Display;1;9\n")).Taken);
    }

    [Fact]
    public async Task AFileThatNamesItsOwnCurrencyAlone_HasNoProblem()
    {
        var result = await CostsAsync("date,channel,amount,currency\n2026-03-01,Display,1,EUR\n2026-03-02,Display,2,\n");

        Assert.Equal((2, 0), (result.Taken, result.RejectedRows));
    }

    [Fact]
    public async Task ADeclaredCurrency_StandsWhereARowHasNone()
    {
        var result = await CostsAsync(
            "date,channel,amount,currency\n2026-03-01,Display,1,EUR\n2026-03-02,Display,2,\n",
            ("set.currency", "USD"),
            ("set.rate", "0.5"));

        Assert.Equal(2, result.Taken);
        Assert.Equal(["2026-03-01 Display   1", "2026-03-02 Display   1"], await _bed.CostLinesAsync());
    }

    [Theory]
    [InlineData("currency", "EUR", null)]
    [InlineData("note", "", "EUR")]
    public async Task ARowThatContradictsItsHeader_IsAProblem(string column, string value, string? declared)
    {
        (string, string)[] query = declared is null ? [] : [("set.currency", declared)];
        var result = await CostsAsync($"date,channel,Amount (USD),rate,{column}\n2026-03-01,Display,1,0.5,{value}\n", query);

        Assert.Equal((2, "currency", "invalid"), ProblemOf(result));
        Assert.Contains("EUR", result.Rejected[0].Problems[0].Message, StringComparison.Ordinal);
        Assert.Contains("USD", result.Rejected[0].Problems[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARejectedRow_ReplayedByItself_IsReadByWhatItsUploadNamed()
    {
        _ = await CostsAsync("date,channel,amount,currency,rate\n2026-03-01,Display,1,USD,0.5\n2026-03-02,Display,2,,\n");
        var kept = Assert.Single(await _bed.Bed
            .Get<IRejectedStore>()
            .ListAsync(DateOnly.FromDateTime(ExportBed.Now.UtcDateTime), null, 10, default)).Rejected;

        var left = await _bed.Bed.Get<UploadRoutes>().ReplayAsync(kept, kept.Payload, default);
        var repaired = await _bed.Bed.Get<UploadRoutes>().ReplayAsync(
            kept, kept.Payload.Replace("\"amount\"", "\"currency\":\"EUR\",\"amount\"", StringComparison.Ordinal), default);

        Assert.Equal("currency", Assert.Single(left).Field);
        Assert.Empty(repaired);
    }

    [Theory]
    [InlineData("$1,200", "USD")]
    [InlineData("1 200 €", "EUR")]
    [InlineData("100 chf", "CHF")]
    [InlineData("CHF 100", "CHF")]
    [InlineData("100", null)]
    [InlineData("EUR", null)]
    [InlineData("", null)]
    public void Beside_AnAmount_IsItsCurrency(string amount, string? currency) => Assert.Equal(currency, Currencies.Beside(amount));

    private static (int Row, string Field, string Code) ProblemOf(ImportResult result)
    {
        var row = Assert.Single(result.Rejected);
        var problem = Assert.Single(row.Problems);
        return (row.Row, problem.Field, problem.Code);
    }

    private async Task<(string Currency, int Rejected)> RateNeededAsync(string text)
    {
        var result = await CostsAsync(text);
        var problem = Assert.Single(Assert.Single(result.Rejected).Problems);
        Assert.Equal("rate", problem.Field);
        return (problem.Message.Split("amount is in ")[1][..3], result.RejectedRows);
    }

    private async Task<ImportResult> CostsAsync(string text, params (string Name, string Value)[] query) =>
        Read(await _bed.CostsAsync(Encoding.UTF8.GetBytes(text), query));

    private async Task<ImportResult> CrmAsync(string text) => Read(await _bed.CrmAsync(Encoding.UTF8.GetBytes(text)));

    private static ImportResult Read(ImportOutcome outcome)
    {
        Assert.Empty(outcome.Problems);
        return outcome.Result!;
    }
}

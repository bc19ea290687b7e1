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

    [Theory]
    [InlineData("Currency: USD")]
    [InlineData("Account currency;USD")]
    [InlineData("Account;Example Ltd;Currency code:;USD")]
    [InlineData("Currency = US Dollar (USD)")]
    [InlineData("Devise : dollars US")]
    [InlineData("Währung: USD - US-Dollar")]
    [InlineData("Campaign report. All amounts in USD.")]
    [InlineData("All costs are in US dollars, net")]
    [InlineData("Montants en $ (hors taxes)")]
    [InlineData("Alle Beträge in USD")]
    [InlineData("(in USD)")]
    [InlineData("ALL AMOUNTS IN USD")]
    public async Task ALineAboveTheHeader_SaysTheCurrencyOfAllAmounts(string line)
    {
        var result = await CostsAsync($"Costs of March\n{line}\n\ndate;channel;amount;rate\n2026-03-01;Display;100;0.5\n");
        var deals = await CrmAsync($"{line}\nemail;stage;date;amount;rate\na@example.org;Won;2026-03-01;100;0.9\n");

        Assert.Equal(("USD", 1, 0), (result.Reading!.Currency, result.Taken, result.RejectedRows));
        Assert.Equal(("USD", 1), (deals.Reading!.Currency, deals.Taken));
        Assert.Equal(["2026-03-01 Display   50"], await _bed.CostLinesAsync());
    }

    [Theory]
    [InlineData("""{"currency":"USD","rows":[ROW]}""", "USD")]
    [InlineData("""{"rows":[ROW],"meta":{"a":[1]},"Currency code":"usd"}""", "USD")]
    [InlineData("""{"meta":{"currency":"USD"},"rows":[ROW]}""", null)]
    [InlineData("""{"currency":"EUR","rows":[ROW]}""", "EUR")]
    public async Task AMemberBesideTheRows_SaysItToo(string json, string? currency)
    {
        var result = await CostsAsync(json.Replace(
            "ROW", """{"date":"2026-03-01","channel":"Display","amount":100,"rate":0.5}""", StringComparison.Ordinal));

        Assert.Equal((currency, 1), (result.Reading!.Currency, result.Taken));
        Assert.Equal([$"2026-03-01 Display   {(currency == "USD" ? 50 : 100)}"], await _bed.CostLinesAsync());
    }

    [Fact]
    public async Task ARowAlone_NamesItsOwn()
    {
        var result = await CostsAsync("""{"date":"2026-03-01","channel":"Display","amount":100,"currency":"USD","rate":0.5}""");

        Assert.Equal((null, 1), (result.Reading!.Currency, result.Taken));
    }

    [Fact]
    public async Task ALineBelowTheRows_SaysItToo()
    {
        var result = await CostsAsync("date;channel;amount\n2026-03-01;Display;100\nAll amounts in USD\n");

        Assert.Equal("rate", Assert.Single(Assert.Single(result.Rejected).Problems).Field);
        Assert.Equal([(3, "note")], result.Skipped.Select(row => (row.Row, row.Reason)));
    }

    [Theory]
    [InlineData("Costs of all countries in March")]
    [InlineData("Currency: All")]
    [InlineData("Top campaigns in ALL regions")]
    [InlineData("Currency conversion: off")]
    [InlineData("Account currency: EUR")]
    public async Task ALineAboveTheHeader_ThatNamesNoForeignCurrency_LeavesTheDeploymentsOwn(string line)
    {
        var result = await CostsAsync($"{line}\ndate;channel;amount\n2026-03-01;Display;100\n");

        Assert.Equal((1, 0), (result.Taken, result.RejectedRows));
        Assert.Equal(["2026-03-01 Display   100"], await _bed.CostLinesAsync());
    }

    // A column, its header and an amount are nearer to a row than what stands above them all.
    [Theory]
    [InlineData("amount;currency", "100;EUR")]
    [InlineData("Amount (EUR);note", "100;")]
    [InlineData("amount;note", "100 €;")]
    public async Task ALineAboveTheHeader_GivesWayToWhatARowSays(string columns, string cells)
    {
        var result = await CostsAsync($"Currency: USD\ndate;channel;{columns}\n2026-03-01;Display;{cells}\n");

        Assert.Equal((1, 0), (result.Taken, result.RejectedRows));
        Assert.Equal(["2026-03-01 Display   100"], await _bed.CostLinesAsync());
    }

    [Fact]
    public async Task LinesThatNameTwoCurrencies_LeaveItToTheRow()
    {
        var result = await CostsAsync(
            "Currency: USD\nAll costs in GBP\ndate;channel;amount;currency\n2026-03-01;Display;1;\n2026-03-02;Display;2;EUR\n");

        Assert.Equal((null, 1), (result.Reading!.Currency, result.Taken));
        Assert.Equal((4, "currency", "missing"), ProblemOf(result));
    }

    [Theory]
    [InlineData("Amounts in thousands of EUR")]
    [InlineData("Montants en milliers d'euros")]
    [InlineData("All costs in USD millions")]
    public async Task AmountsThatAreNotWrittenInFull_AreRefused(string line)
    {
        var outcome = await _bed.CostsAsync(Encoding.UTF8.GetBytes($"Costs\n{line}\ndate;channel;amount\n2026-03-01;Display;100\n"));

        var problem = Assert.Single(outcome.Problems);
        Assert.Equal("amount", problem.Field);
        Assert.StartsWith($"Line 2 says that amounts are not written in full: '{line}'.", problem.Detail, StringComparison.Ordinal);
        Assert.Empty(await _bed.CostLinesAsync());
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

using System.Text;
using Pipeline.Crm;
using Pipeline.Imports;
using Pipeline.Records;
using Pipeline.Storage.Shared;
using Pipeline.Time;
using Pipeline.UnitTests.Imports;
using Pipeline.Uploads;

namespace Pipeline.UnitTests.Uploads;

/// <summary>Which costs are one, what of earlier releases is one of them, and which channels a cost may name.</summary>
public sealed class CostIdentityTests : IDisposable
{
    private const string Header = "date,channel,source,campaign,amount,id,remove\n";

    private readonly ExportBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task Names_InAnotherCaseOrWithSpaces_AreTheSameCost()
    {
        await TakeAsync("2026-03-01,Display,AdNet,Spring Sale,10,,");
        var again = await TakeAsync("2026-03-01,display,adnet ,spring sale,10,,");
        var corrected = await TakeAsync("2026-03-01,DISPLAY,ADNET,SPRING SALE,12,,");

        Assert.Equal((1, 1), (again.Unchanged, corrected.Taken));
        Assert.Equal(["2026-03-01 DISPLAY ADNET SPRING SALE 12"], await _bed.CostLinesAsync());
    }

    [Theory]
    [InlineData("2026-03-02,Display,AdNet,Spring,10,,")]
    [InlineData("2026-03-01,Paid Other,AdNet,Spring,10,,")]
    [InlineData("2026-03-01,Display,Ad-Net,Spring,10,,")]
    [InlineData("2026-03-01,Display,AdNet,Printemps,10,,")]
    [InlineData("2026-03-01,Display,AdNet,Spring,10,A1,")]
    public async Task AnotherDayNameOrId_IsAnotherCost(string row)
    {
        await TakeAsync("2026-03-01,Display,AdNet,Spring,10,,");
        await TakeAsync(row);

        Assert.Equal(2, (await _bed.CostLinesAsync()).Count);
    }

    [Fact]
    public async Task Rows_ThatDifferInSpellingAlone_AddUp()
    {
        Assert.Equal(2, (await TakeAsync("2026-03-01,Display,AdNet,,10,,", "2026-03-01,Display,adnet,,5,,")).Taken);

        Assert.Equal(["2026-03-01 Display AdNet  15"], await _bed.CostLinesAsync());
    }

    [Fact]
    public async Task Remove_TakesACostBack_WhateverItsSpelling_AndAnOlderUploadDoesNotBringItBack()
    {
        await TakeAsync("2026-03-01,Display,AdNet,Spring,10,,");

        Assert.Equal(1, (await TakeAsync("2026-03-01,display,adnet,spring,,,yes")).Taken);
        Assert.Empty(await _bed.CostLinesAsync());
        Assert.Equal(1, (await TakeAsync("2026-03-01,display,adnet,spring,,,yes")).Unchanged);

        Assert.Equal(1, (await UploadAsync(Header + "2026-03-01,Display,AdNet,Spring,11,,\n", ("asOf", "2026-04-01"))).Unchanged);
        Assert.Empty(await _bed.CostLinesAsync());
        Assert.Equal(1, (await TakeAsync("2026-03-01,Display,AdNet,Spring,11,,")).Taken);
        Assert.Equal(["2026-03-01 Display AdNet Spring 11"], await _bed.CostLinesAsync());
    }

    [Fact]
    public async Task Remove_BesideAnAmountOfTheSameCost_IsAProblemOfBoth()
    {
        var result = await UploadAsync(Header + "2026-03-01,Display,,,10,,\n2026-03-01,display,,,,,yes\n2026-03-02,Display,,,1,,\n");

        Assert.Equal((1, 2), (result.Taken, result.RejectedRows));
        Assert.All(result.Rejected, row => Assert.Equal("remove", Assert.Single(row.Problems).Field));
    }

    [Fact]
    public async Task ACostOfAnEarlierRelease_IsTheSameRow()
    {
        await StoreFormerAsync("Display", "AdNet", "Spring", "A1", 1000);

        Assert.Equal((0, 1), Counts(await TakeAsync("2026-03-01,Display,AdNet,Spring,10,A1,")));
        Assert.Equal((0, 1), Counts(await TakeAsync("2026-03-01,display,adnet,spring,10,A1,")));
        Assert.Equal((1, 0), Counts(await TakeAsync("2026-03-01,display,adnet,spring,10,B2,")));
        Assert.Equal((1, 0), Counts(await TakeAsync("2026-03-01,display,adnet,spring,12,A1,")));
        Assert.Equal(["2026-03-01 display adnet spring 10", "2026-03-01 display adnet spring 12"], await _bed.CostLinesAsync());
    }

    [Fact]
    public async Task CostsOfAnEarlierRelease_ToldApartBySpelling_AreOneFromThenOn()
    {
        await StoreFormerAsync("Display", "AdNet", null, null, 1000);
        await StoreFormerAsync("Display", "adnet", null, null, 500);
        string[] same = ["2026-03-01,Display,AdNet,,10,,", "2026-03-01,Display,adnet,,5,,"];

        Assert.Equal((0, 2), Counts(await TakeAsync(same)));
        Assert.Equal(2, (await _bed.CostLinesAsync()).Count);

        Assert.Equal((1, 0), Counts(await TakeAsync("2026-03-01,Display,ADNET,,,,yes")));
        Assert.Empty(await _bed.CostLinesAsync());
    }

    [Fact]
    public async Task AnOlderUpload_DoesNotReplaceACostOfAnEarlierRelease()
    {
        await StoreFormerAsync("Display", "AdNet", null, null, 1000);

        Assert.Equal((0, 1), Counts(await UploadAsync(Header + "2026-03-01,Display,adnet,,7,,\n", ("asOf", "2026-03-05"))));
        Assert.Equal(["2026-03-01 Display AdNet  10"], await _bed.CostLinesAsync());
    }

    [Theory]
    [InlineData("Paid Serch", "Paid Search")]
    [InlineData("Email", "E-mail")]
    [InlineData("Organic Socal", "Organic Social")]
    public async Task AnUnknownChannel_IsAProblemThatProposesTheNearest(string channel, string nearest)
    {
        var problem = Assert.Single(Assert.Single((await UploadAsync(Header + $"2026-03-01,{channel},,,10,,\n")).Rejected).Problems);

        Assert.Equal(("channel", "invalid"), (problem.Field, problem.Code));
        Assert.Contains($"nearest are {nearest}", problem.Message, StringComparison.Ordinal);
        Assert.Contains($"channel.{channel}={nearest}", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnUnknownChannel_IsTakenAsTheUploadSays()
    {
        var result = await UploadAsync(
            Header + "2026-03-01,Google Ads,google,,10,,\n2026-03-01,Fair,,,20,,\n2026-03-01,Print,,,30,,\n",
            ("channel.google ads", "Paid Search"), ("channel.Fair", "new"));

        Assert.Equal((2, 1), (result.Taken, result.RejectedRows));
        Assert.Equal(["2026-03-01 Fair   20", "2026-03-01 Paid Search google  10"], await _bed.CostLinesAsync());
    }

    [Fact]
    public async Task AMeaningThatIsNoChannel_IsRefusedWithTheNearest()
    {
        var outcome = await _bed.CostsAsync(
            Encoding.UTF8.GetBytes(Header + "2026-03-01,Google Ads,,,10,,\n"), ("channel.Google Ads", "Paid Seach"));

        var problem = Assert.Single(outcome.Problems);
        Assert.Equal("channel.googleads", problem.Field);
        Assert.Contains("Paid Search", problem.Detail, StringComparison.Ordinal);
        Assert.Empty(await _bed.CostLinesAsync());
    }

    [Fact]
    public async Task AChannelOfAStoredTouch_IsKnown_AndStaysSoAfterARebuild()
    {
        Assert.Equal((0, 0, 1), await FairAsync());
        var touches = await _bed.Bed.Get<LeadImports>().TakeTouchesAsync(
            new ImportRequest { Body = Encoding.UTF8.GetBytes("email,date,name,channel\na@example.org,2026-03-01,Expo,Trade fair\n") },
            default);
        await _bed.Bed.DrainAsync();
        Assert.Equal(1, touches.Result!.Taken);

        Assert.Equal((1, 0, 0), await FairAsync());
        var table = _bed.Bed.Get<ITables>()[TableNames.Inputs];
        var row = Assert.Single(await table.QueryAsync("channel", "channel", null, null, default));
        Assert.StartsWith("channel|", row.RowKey, StringComparison.Ordinal);

        async Task<(int, int, int)> FairAsync()
        {
            var result = await UploadAsync(Header + "2026-03-01,trade FAIR,,,10,,\n");
            return (result.Taken, result.Unchanged, result.RejectedRows);
        }
    }

    private static (int Taken, int Unchanged) Counts(ImportResult result) => (result.Taken, result.Unchanged);

    private Task<ImportResult> TakeAsync(params string[] rows) => UploadAsync(Header + string.Join('\n', rows) + "\n");

    private async Task<ImportResult> UploadAsync(string text, params (string Name, string Value)[] query)
    {
        _bed.Bed.Clock.Advance(TimeSpan.FromMinutes(1));
        var outcome = await _bed.CostsAsync(Encoding.UTF8.GetBytes(text), query);
        Assert.Empty(outcome.Problems);
        return outcome.Result!;
    }

    // As the release before this one wrote it: the key is made of the names as they are, and the id is in the key alone.
    private async Task StoreFormerAsync(string channel, string source, string? campaign, string? id, long amount)
    {
        var day = new DateOnly(2026, 3, 1);
        var key = FactKey.Of(string.Join(
            '\n', LocalTime.Text(day), LocalTime.Text(day), channel, source, campaign ?? "", nameof(CostKind.Media), id ?? ""));
        var body =
            $$"""{"version":1,"key":"{{key}}","from":"2026-03-01","to":"2026-03-01","channel":"{{channel}}","source":"{{source}}",{{(campaign is null ? "" : $"\"campaign\":\"{campaign}\",")}}"kind":"media","amount":{{amount}},"uploadedAt":"2026-04-01T08:00:00.000Z"}""";
        var row = new Azure.Data.Tables.TableEntity("cost|2026-03", $"cost|2026-03|{key}") { ["Body"] = body };
        await _bed.Bed.Get<ITables>()[TableNames.Inputs].WriteAsync([RowWrite.Upsert(row)], default);
    }
}

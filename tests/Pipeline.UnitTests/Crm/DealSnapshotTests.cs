using System.Text;
using Pipeline.Attribution;
using Pipeline.Crm;
using Pipeline.Crm.Facts;
using Pipeline.Imports;
using Pipeline.Leads.Shown;
using Pipeline.Lifecycle;
using Pipeline.Rollups;
using Pipeline.Testing;
using static Pipeline.UnitTests.Crm.CrmBed;

namespace Pipeline.UnitTests.Crm;

/// <summary>
/// An upload is a snapshot of its deals: dates mean another thing by stage, and what is said later takes back what it contradicts.
/// </summary>
public sealed class DealSnapshotTests : IDisposable
{
    private const string Header = "email;stage;date;close date;amount;opportunity\n";

    private readonly CrmBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Theory]
    [InlineData("p@k.example;Proposal;2027-01-15;1000")]
    [InlineData("p@k.example;Proposal;2026-05-01;1000")]
    [InlineData("p@k.example;Negotiation;2026-06-01T10:00:00Z;1000")]
    public async Task OpenDeal_ThatClosesOneDay_IsOpenSinceItsUpload(string row)
    {
        await _bed.CrmAsync(row);
        var uploadedAt = _bed.Bed.Clock.GetUtcNow();
        _bed.Bed.Clock.Advance(TimeSpan.FromDays(2));
        await _bed.CrmAsync(row);

        var lead = (await _bed.Bed.Get<LeadQueries>().GetAsync(PipelineBed.LeadIds.Of("p@k.example"), null, default))!;
        Assert.Equal(StageNames.Opportunity, lead.Lead.Stage);
        Assert.Equal([uploadedAt, uploadedAt], lead.Conversions.Select(one => one.At));
        Assert.Equal([ConversionKind.Lead, ConversionKind.Opportunity], lead.Conversions.Select(one => one.Kind));
        Assert.Null(await _bed.Bed.Get<LeadQueries>().GetAsync(PipelineBed.LeadIds.Of("p@k.example"), uploadedAt.AddTicks(-1), default));
    }

    [Theory]
    [InlineData("D1")]
    [InlineData("")]
    public async Task StaleForecast_NeverTurnsACustomerBack(string deal)
    {
        await UploadAsync("2026-03-05T09:00:00Z", $"ann@example.org;Proposal;2026-04-15;;1000;{deal}");
        await UploadAsync("2026-04-12T09:00:00Z", $"ann@example.org;Won;2026-04-10;;1200;{deal}");
        _bed.Bed.Clock.Advance(TimeSpan.FromDays(30));
        await _bed.Bed.NightAsync();

        var lead = await _bed.GetAsync("ann");
        Assert.Equal(StageNames.Customer, lead.Lead.Stage);
        Assert.Equal(
            [("opportunity", "2026-03-05T09:00:00"), ("customer", "2026-04-10T21:59:59")],
            lead.Stages.Skip(1).Select(stage => (stage.Stage, stage.At.ToString("s", System.Globalization.CultureInfo.InvariantCulture))));
    }

    [Fact]
    public async Task CloseDateOfAnOpenDeal_IsNoDateOfItsStage_ThoughItIsPast()
    {
        await UploadAsync(
            "2026-03-31T12:00:00Z",
            "ann@example.org;Proposal;;2026-02-15;1000;D1",
            "bob@example.org;Proposal;2026-02-20;2026-02-25;1000;D2",
            "cid@example.org;Qualification;;;;D3");

        Assert.Equal("2026-03-31T12:00:00", await OpenedAsync("ann"));
        Assert.Equal("2026-02-20T22:59:59", await OpenedAsync("bob"));
        Assert.Equal(StageNames.Sql, (await _bed.GetAsync("cid")).Lead.Stage);
    }

    [Fact]
    public async Task MovingForecast_LeavesTheOpeningWhereItWas()
    {
        await UploadAsync("2026-03-05T09:00:00Z", "ann@example.org;Proposal;2026-04-15;;1000;D1");
        await UploadAsync("2026-03-12T09:00:00Z", "ann@example.org;Proposal;2026-05-15;;1000;D1");
        await UploadAsync("2026-05-20T09:00:00Z", "ann@example.org;Proposal;2026-06-15;;900;D1");

        Assert.Equal("2026-03-05T09:00:00", await OpenedAsync("ann"));
        Assert.Single(await _bed.ConversionsAsync("ann", ConversionKind.Opportunity));
    }

    [Theory]
    [InlineData("Won", "2026-05-02", "date")]
    [InlineData("Gagné", "2026-05-01T10:06:00Z", "date")]
    [InlineData("Closed Lost", "2027-01-01", "date")]
    [InlineData("Disqualified", "2026-05-02", "date")]
    [InlineData("Advocate", "2026-05-02", "date")]
    [InlineData("Won", ";2026-05-02", "closeDate")]
    public async Task WonOrLostAhead_IsARowProblem(string stage, string date, string field)
    {
        _bed.Bed.Clock.AdvanceTo(new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero));

        var result = await _bed.CrmAsync(Header + $"ann@example.org;{stage};{(date[0] == ';' ? date : date + ";")};10;D1\n");

        var problem = Assert.Single(Assert.Single(result.Rejected).Problems);
        Assert.Equal(field, problem.Field);
        Assert.Contains("lies after the upload", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-05-01")]
    [InlineData("2026-05-01T10:05:00Z")]
    [InlineData("2026-05-01T09:59:00Z")]
    public async Task WonToday_IsTaken(string date)
    {
        _bed.Bed.Clock.AdvanceTo(new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero));

        Assert.Equal(
            (1, 0), await _bed.CrmAsync($"ann@example.org;Won;{date};10;;") is var result ? (result.Taken, result.RejectedRows) : default);
        Assert.Equal(StageNames.Customer, (await _bed.GetAsync("ann")).Lead.Stage);
    }

    [Fact]
    public async Task WonWithoutADate_IsARowProblem()
    {
        var result = await _bed.CrmAsync(Header + "ann@example.org;Won;;;10;D1\nann@example.org;Proposal;;;10;D1\n");

        Assert.Equal(
            (1, "date", "missing"), (result.Taken, Assert.Single(result.Rejected[0].Problems).Field, result.Rejected[0].Problems[0].Code));
    }

    [Fact]
    public async Task WonToday_CountsFromItsUpload_AlsoTomorrow()
    {
        _bed.Bed.Clock.AdvanceTo(new DateTimeOffset(2026, 5, 4, 9, 30, 0, TimeSpan.Zero));
        await _bed.CrmAsync("ann@example.org;Won;2026-05-04;10;;");
        var uploadedAt = _bed.Bed.Clock.GetUtcNow();
        Assert.Equal(uploadedAt, Assert.Single(await _bed.ConversionsAsync("ann", ConversionKind.Customer)).Conversion.At);

        _bed.Bed.Clock.Advance(TimeSpan.FromDays(1));
        await _bed.CrmAsync("ann@example.org;Won;2026-05-04;12;;");

        var won = Assert.Single(await _bed.ConversionsAsync("ann", ConversionKind.Customer)).Conversion;
        Assert.Equal((uploadedAt, 1_200L), (won.At, won.Amount));
    }

    // Won on 14 March and lost on 1 April: the CRM says 0 as well.
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public async Task LossAfterASale_TakesItBack_AndRestatesItsMonth(params int[] order)
    {
        (string At, string Row)[] uploads =
        [
            ("2026-03-20T08:00:00Z", "ann@example.org;Won;2026-03-14;;1000;D1"),
            ("2026-04-03T08:00:00Z", "ann@example.org;Lost;2026-04-01;;1000;D1"),
        ];
        foreach (var n in order)
        {
            await UploadAsync(uploads[n].At, uploads[n].Row);
            await RollUpAsync();
        }

        Assert.Equal(StageNames.Lost, (await _bed.GetAsync("ann")).Lead.Stage);
        Assert.Empty(await _bed.ConversionsAsync("ann", ConversionKind.Customer));
        Assert.DoesNotContain(await RollUpAsync(), day => day.Converted.GetValueOrDefault(ConversionKind.Customer) != default);
        var before = await _bed.Bed
            .Get<LeadQueries>()
            .GetAsync(Lead("ann"), new DateTimeOffset(2026, 4, 1, 12, 0, 0, TimeSpan.Zero), default);
        Assert.Equal((StageNames.Customer, 100_000L), (before!.Lead.Stage, before.Conversions[^1].Amount));
    }

    [Fact]
    public async Task SaleThatIsLost_TakesItsRefundsWithIt()
    {
        await UploadAsync("2026-03-20T08:00:00Z", "ann@example.org;Won;2026-03-14;;1000;D1", "ann@example.org;Won;2026-03-16;;-300;D1");
        Assert.Equal(2, (await _bed.ConversionsAsync("ann", ConversionKind.Customer)).Count);

        await UploadAsync("2026-04-03T08:00:00Z", "ann@example.org;Closed Lost;2026-04-01;;;D1");

        Assert.Empty(await _bed.ConversionsAsync("ann", ConversionKind.Customer));
    }

    [Theory]
    [InlineData("Lost;2026-03-01", StageNames.Customer, 1)] // its own date lies before: history
    [InlineData("Lost;2026-03-14", StageNames.Lost, 0)]
    [InlineData("Disqualified;2026-03-20", StageNames.Disqualified, 0)]
    [InlineData("Recycled;2026-03-20", StageNames.Recycled, 0)]
    [InlineData("Proposal;2026-03-13", StageNames.Customer, 1)]
    [InlineData("Proposal;2026-03-14", StageNames.Opportunity, 0)]
    [InlineData("Proposal;2026-03-20", StageNames.Opportunity, 0)]
    [InlineData("Proposal;", StageNames.Opportunity, 0)]
    [InlineData("Proposal;2026-12-31", StageNames.Opportunity, 0)]
    [InlineData("SQL;2026-03-13", StageNames.Customer, 1)]
    [InlineData("SQL;", StageNames.Sql, 0)]
    [InlineData("Advocate;2026-03-20", StageNames.Advocate, 1)]
    public async Task LaterUpload_OfAnotherStage_TakesTheSaleBackUnlessItIsHistory(string row, string stage, int sales)
    {
        await UploadAsync("2026-03-10T08:00:00Z", "ann@example.org;Proposal;2026-03-05;;1000;D1");
        await UploadAsync("2026-03-21T08:00:00Z", "ann@example.org;Won;2026-03-14;;1000;D1");
        await UploadAsync("2026-03-28T08:00:00Z", $"ann@example.org;{row};;1000;D1");

        Assert.Equal(stage, (await _bed.GetAsync("ann")).Lead.Stage);
        Assert.Equal(sales, (await _bed.ConversionsAsync("ann", ConversionKind.Customer)).Count);
    }

    [Fact]
    public async Task DealWonAgain_CountsAgain()
    {
        await UploadAsync("2026-03-21T08:00:00Z", "ann@example.org;Won;2026-03-14;;1000;D1");
        await UploadAsync("2026-03-28T08:00:00Z", "ann@example.org;Proposal;;;1000;D1");
        await UploadAsync("2026-03-29T08:00:00Z", "ann@example.org;Proposal;;;1000;D1");
        var open = await _bed.GetAsync("ann");
        await UploadAsync("2026-04-20T08:00:00Z", "ann@example.org;Won;2026-04-18;;1100;D1");
        var won = await _bed.GetAsync("ann");

        Assert.Equal(
            ("opportunity", "2026-03-28T08:00:00"),
            (open.Lead.Stage, open.Stages[^1].At.ToString("s", System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(110_000L, Assert.Single(won.Conversions, one => one.Kind == ConversionKind.Customer).Amount);
        Assert.Equal(StageNames.Customer, won.Lead.Stage);
    }

    [Theory]
    [InlineData("Lead;2026-02-01", "Proposal;2026-02-10", "Won;2026-03-01")]
    [InlineData("Won;2026-03-01", "Proposal;2026-02-10", "Lead;2026-02-01")]
    [InlineData("Proposal;2026-02-10", "Won;2026-03-01", "Lead;2026-02-01")]
    [InlineData("Won;2026-03-01", "Proposal;2026-12-31", "Lead;")]
    [InlineData("Won;2026-03-01", "Proposal;2026-03-20", "Lead;2026-03-21")]
    public async Task SeveralStagesOfADealInOneFile_AreItsHistory_InAnyOrder(params string[] rows)
    {
        await UploadAsync("2026-03-31T08:00:00Z", [.. rows.Select(row => $"ann@example.org;{row};;500;D1")]);

        Assert.Equal(StageNames.Customer, (await _bed.GetAsync("ann")).Lead.Stage);
        Assert.Equal(50_000L, Assert.Single(await _bed.ConversionsAsync("ann", ConversionKind.Customer)).Conversion.Amount);
    }

    [Fact]
    public async Task LossToldOfAnotherLeadOnTheDeal_CountsForBoth()
    {
        await UploadAsync("2026-03-21T08:00:00Z", "ann@example.org;Won;2026-03-14;;1000;D1");
        await UploadAsync("2026-04-03T08:00:00Z", "bob@example.org;Lost;2026-04-01;;;D1");

        Assert.Equal(
            [StageNames.Lost, StageNames.Lost], [(await _bed.GetAsync("ann")).Lead.Stage, (await _bed.GetAsync("bob")).Lead.Stage]);
        Assert.Empty(await _bed.ConversionsAsync("ann", ConversionKind.Customer));
    }

    // Both end the sale at one instant: whoever is on the deal sees the one that was said last.
    [Theory]
    [InlineData("Lost", "Recycled", StageNames.Recycled)]
    [InlineData("Recycled", "Lost", StageNames.Lost)]
    public async Task TwoLossesOfOneDay_TheOneSaidLastCounts(string first, string second, string stage)
    {
        await UploadAsync("2026-03-21T08:00:00Z", "cid@example.org;Won;2026-03-14;;1000;D1");
        await UploadAsync("2026-04-03T08:00:00Z", $"ann@example.org;{first};2026-04-01;;;D1", $"bob@example.org;{second};2026-04-01;;;D1");

        Assert.Equal(stage, (await _bed.GetAsync("cid")).Lead.Stage);
    }

    [Fact]
    public async Task StageThatIsTakenBack_IsNoConversionFromThenOn()
    {
        await UploadAsync("2026-03-10T08:00:00Z", "ann@example.org;SQL;2026-03-05;;;D1", "bob@example.org;MQL;2026-03-06;;;D2");
        await UploadAsync("2026-03-20T08:00:00Z", "ann@example.org;Lead;;;;D1", "bob@example.org;Lead;2026-03-18;;;D2");

        Assert.Empty(await _bed.ConversionsAsync("ann", ConversionKind.Sql));
        Assert.Empty(await _bed.ConversionsAsync("bob", ConversionKind.Mql));
        Assert.Equal(StageNames.Lead, (await _bed.GetAsync("ann")).Lead.Stage);
        var before = await _bed.Bed
            .Get<LeadQueries>()
            .GetAsync(Lead("ann"), new DateTimeOffset(2026, 3, 19, 12, 0, 0, TimeSpan.Zero), default);
        Assert.Equal(ConversionKind.Sql, Assert.Single(before!.Conversions, one => one.Kind == ConversionKind.Sql).Kind);
    }

    // The lower stage was told of another lead: both stand there now.
    [Fact]
    public async Task StageToWhichADealFellBack_IsReachedByAllItsLeads()
    {
        await UploadAsync("2026-03-10T08:00:00Z", "ann@example.org;Proposal;2026-03-05;;;D1");
        await UploadAsync("2026-03-20T08:00:00Z", "bob@example.org;SQL;2026-03-18;;;D1");

        Assert.Equal([StageNames.Sql, StageNames.Sql], [(await _bed.GetAsync("ann")).Lead.Stage, (await _bed.GetAsync("bob")).Lead.Stage]);
        Assert.Equal(["2026-03-18", "2026-03-18"], [(await _bed.ConversionsAsync(
            "ann", ConversionKind.Sql))[0].Day, (await _bed.ConversionsAsync("bob", ConversionKind.Sql))[0].Day]);
        Assert.Empty(await _bed.ConversionsAsync("ann", ConversionKind.Opportunity));
    }

    // What was said last is still said last when a file says all of it again.
    [Fact]
    public async Task EditedDate_StaysTheOneThatCounts_WhenAFileRepeatsBoth()
    {
        await UploadAsync("2026-03-20T08:00:00Z", "ann@example.org;Won;2026-03-10;;100;D1");
        await UploadAsync("2026-03-21T08:00:00Z", "ann@example.org;Won;2026-03-12;;200;D1");
        await UploadAsync("2026-03-22T08:00:00Z", "ann@example.org;Won;2026-03-10;;100;D1", "ann@example.org;Won;2026-03-12;;200;D1");

        var won = Assert.Single(await _bed.ConversionsAsync("ann", ConversionKind.Customer));
        Assert.Equal((20_000L, "2026-03-12"), (won.Conversion.Amount, won.Day));
    }

    [Fact]
    public void DateThatIsAForecastInOneFileOnly_IsReadTheSameInAnyOrderOfFiles()
    {
        var said = new CrmVersion { UploadedAt = default, Hash = "", At = Start, Named = "Proposal", Meaning = StageNames.Opportunity };
        CrmVersion[] uploads =
        [
            said.Stamp(Start, 1),
            (said with { Reason = "asked" }).Stamp(Start.AddDays(1), 1),
            (said with { IsForecast = true }).Stamp(Start.AddDays(2), 1),
        ];
        int[][] orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

        var facts = orders.Select(order => order.Skip(1).Aggregate(
            new CrmFact
            {
                LeadId = "l",
                Email = "e",
                Opportunity = "D1",
                Stage = "opportunity",
                Date = "2026-03-20",
                Versions = [uploads[order[0]]],
            },
            (fact, n) => fact.With(uploads[n]) ?? fact)).ToList();

        Assert.All(facts, fact => Assert.Equal([true, false, false], fact.Versions.Select(version => version.IsForecast)));
        Assert.All(facts, fact => Assert.Equal(Start, fact.FirstSaidAt));
    }

    // Of a year of nightly exports not every one is remembered; when the deal fell back does not move with them.
    [Fact]
    public async Task DealThatFellBack_FellBackWhenItDid_HoweverOftenItIsSaidAfterwards()
    {
        await UploadAsync("2026-03-21T08:00:00Z", "ann@example.org;Won;2026-03-14;;1000;D1");
        var at = new DateTimeOffset(2026, 3, 26, 8, 0, 0, TimeSpan.Zero);
        for (var night = 0; night < 90; night++)
        {
            await UploadAsync($"{at.AddDays(night):O}", "ann@example.org;Proposal;;2026-12-31;1000;D1");
        }

        var lead = await _bed.GetAsync("ann");
        Assert.Equal((StageNames.Opportunity, at), (lead.Lead.Stage, lead.Lead.StageSince));
        Assert.Equal(["opportunity"], lead.Conversions.Skip(1).Select(one => one.Kind.ToString().ToLowerInvariant()));
        var fact = Assert.Single(lead.Crm, row => row.Stage == StageNames.Opportunity);
        Assert.Equal(at, fact.Current.UploadedAt);
    }

    [Fact]
    public void Repeats_ThatAreKept_DependOnTheUploadsAlone()
    {
        var said = new CrmVersion { UploadedAt = default, Hash = "", At = Start, Named = "Proposal", Meaning = StageNames.Opportunity };
        var uploads = Enumerable.Range(0, 500).Select(n => said.Stamp(Start.AddHours(21 * n), 1 + (n % 3))).ToArray();
        var first = Read(uploads);
        new Random(5).Shuffle(uploads);
        var second = Read(uploads);

        Assert.Equal(first.Versions[0].Repeats, second.Versions[0].Repeats);
        Assert.Equal(first.Versions[0].RepeatRows, second.Versions[0].RepeatRows);
        Assert.InRange(first.Versions[0].Repeats!.Count, CrmVersion.MaxRepeats, CrmVersion.MaxRepeats + CrmVersion.MaxWeeks);
        Assert.Equal(Start.AddHours(21 * 499), first.Current.LastSaidAt);
        Assert.Null(first.With(said.Stamp(Start.AddHours(21 * 300), 1)));

        static CrmFact Read(CrmVersion[] uploads) => uploads.Skip(1).Aggregate(
            new CrmFact { LeadId = "l", Email = "e", Opportunity = "D1", Stage = "opportunity", Date = "", Versions = [uploads[0]] },
            (fact, upload) => fact.With(upload) ?? fact);
    }

    [Fact]
    public async Task LossOfOneDeal_LeavesTheOthers()
    {
        await UploadAsync(
            "2026-03-21T08:00:00Z",
            "ann@example.org;Won;2026-03-14;;1000;D1",
            "ann@example.org;Won;2026-03-15;;2000;D2",
            "ann@example.org;Won;2026-03-16;;3000;");
        await UploadAsync("2026-04-03T08:00:00Z", "ann@example.org;Lost;2026-04-01;;;D1", "ann@example.org;Lost;2026-04-01;;;");

        Assert.Equal(
            [200_000L, 300_000L], (await _bed.ConversionsAsync("ann", ConversionKind.Customer)).Select(one => one.Conversion.Amount));
    }

    [Fact]
    public async Task FileOfALaterMoment_ThatComesFirst_IsNotTakenBackByOneOfAnEarlier()
    {
        await _bed.CrmAsync(Header + "ann@example.org;Won;2026-04-10;;1000;D1\n", ("asOf", "2026-04-12"));
        await _bed.CrmAsync(Header + "ann@example.org;Proposal;;2026-04-30;900;D1\n", ("asOf", "2026-03-31T18:00:00+02:00"));

        var lead = await _bed.GetAsync("ann");
        Assert.Equal(StageNames.Customer, lead.Lead.Stage);
        Assert.Equal("2026-03-31T16:00:00", await OpenedAsync("ann"));
        Assert.Equal(100_000L, lead.Conversions[^1].Amount);
    }

    [Theory]
    [InlineData("2026-12-24")]
    [InlineData("2026-05-01T10:01:00Z")]
    [InlineData("yesterday")]
    [InlineData("24.12.2025")]
    public async Task AsOf_ThatIsNoMomentOrHasNotCome_RefusesTheFile(string asOf)
    {
        _bed.Bed.Clock.AdvanceTo(new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero));

        var outcome = await _bed.Bed.Get<LeadImports>().TakeCrmAsync(
            new ImportRequest { Body = Encoding.UTF8.GetBytes("ann@example.org;SQL;2026-04-01;;;"), Query = [new("asOf", asOf)] }, default);

        Assert.Equal((ImportStatus.Unusable, "asOf"), (outcome.Status, Assert.Single(outcome.Problems).Field));
    }

    [Fact]
    public async Task AsOfToday_IsTheMomentOfTheUpload()
    {
        _bed.Bed.Clock.AdvanceTo(new DateTimeOffset(2026, 5, 4, 9, 0, 0, TimeSpan.Zero));

        await _bed.CrmAsync(Header + "ann@example.org;Proposal;;;;D1\n", ("asOf", "2026-05-04"));

        Assert.Equal("2026-05-04T09:00:01", await OpenedAsync("ann"));
    }

    [Fact]
    public async Task RowsOfAnEarlierRelease_AreReadAsTheyWere()
    {
        await UploadAsync("2026-03-20T08:00:00Z", "ann@example.org;Opportunity;2026-03-05;;;D1", "ann@example.org;Won;2026-03-14;;1000;D1");
        var store = _bed.Bed.Get<ICrmStore>();
        var known = await store.GetOpportunityAsync(OpportunityRecord.KeyOf("D1"), default);
        await store.PutOpportunityAsync(
            known.Value! with { Parts = [.. known.Value.Parts.Select(part => part with { FirstSaidAt = null, SaidAt = null })] },
            known.ETag,
            default);

        var lead = await _bed.GetAsync("ann");

        Assert.Equal(
            ["2026-03-05T22:59:59", "2026-03-14T22:59:59"],
            lead.Conversions.Skip(1).Select(one => one.At.ToString("s", System.Globalization.CultureInfo.InvariantCulture)));
    }

    private async Task<string?> OpenedAsync(string name) =>
        (await _bed.ConversionsAsync(name, ConversionKind.Opportunity)).SingleOrDefault()?.Conversion.At.ToString(
            "s", System.Globalization.CultureInfo.InvariantCulture);

    private async Task UploadAsync(string at, params string[] rows)
    {
        var body = Encoding.UTF8.GetBytes(Header + string.Join('\n', rows));
        var receivedAt = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture);
        var outcome = await _bed.Bed.Get<LeadImports>().TakeCrmAsync(new ImportRequest { Body = body, ReceivedAt = receivedAt }, default);
        Assert.Equal((rows.Length, 0), (outcome.Result!.Rows, outcome.Result.RejectedRows));
        await _bed.Bed.DrainAsync();
    }

    private async Task<IReadOnlyList<RolledUpDay>> RollUpAsync()
    {
        _bed.Bed.Clock.Advance(TimeSpan.FromHours(1));
        await _bed.Bed.NightAsync();
        return await _bed.Bed.Get<IRollupStore>().ListAsync(new DateOnly(2026, 3, 1), new DateOnly(2026, 4, 30), default);
    }
}

using System.Text;
using Pipeline.Attribution;
using Pipeline.Crm;
using Pipeline.Crm.Facts;
using Pipeline.Imports;
using Pipeline.Leads.Facts;
using Pipeline.Leads.Shown;
using Pipeline.Lifecycle;
using Pipeline.Records;
using Pipeline.Reports;
using Pipeline.Reports.Funnel;
using Pipeline.Scoring;
using Pipeline.Settings;
using Pipeline.Testing;
using Pipeline.Time;
using static Pipeline.UnitTests.Crm.CrmBed;

namespace Pipeline.UnitTests.Crm;

public sealed class CrmImportTests : IDisposable
{
    private const string Header = "email;stage;date;amount;currency;rate;opportunity;reason;owner;remove\n";

    private readonly CrmBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task Row_OfAnUnknownAddress_MakesTheLeadKnown()
    {
        await _bed.CrmAsync("Ann@Example.org;Gagné;2026-03-10;1200,50;EUR;");

        var lead = await _bed.GetAsync("ann");

        Assert.Equal("ann@example.org", lead.Lead.Email);
        Assert.Equal(EndOf(10), lead.Lead.CreatedAt);
        Assert.Equal(StageNames.Customer, lead.Lead.Stage);
        Assert.Equal(
            [(ConversionKind.Lead, EndOf(10), null), (ConversionKind.Customer, EndOf(10), 120_050L)],
            lead.Conversions.Select(one => (one.Kind, one.At, one.Amount)));
        Assert.Equal(lead.Lead.LeadId, Assert.Single((await _bed.Bed.Get<LeadQueries>().ListAsync(null, 10, null, default)).Leads).LeadId);
    }

    [Fact]
    public async Task Stages_ForwardAndBackward_StandInTheHistoryWithActorAndReason()
    {
        await _bed.CrmAsync(Header
            + "ann@example.org;SQL;2026-03-05;;;;;;Jean;\n"
            + "ann@example.org;Opportunité;2026-03-10T10:00:00Z;;;;;;Jean;\n"
            + "ann@example.org;Qualifié;2026-03-11T10:00:00Z;;;;;budget frozen;Jean;\n"
            + "ann@example.org;Perdu;2026-03-20;;;;;too expensive;Marie;\n");

        var lead = await _bed.GetAsync("ann");

        Assert.Equal(["lead", "sql", "opportunity", "sql", "lost"], lead.Stages.Select(stage => stage.Stage));
        Assert.Equal([null, null, null, "budget frozen", "too expensive"], lead.Stages.Select(stage => stage.Reason));
        Assert.Equal("Marie", lead.Stages[^1].Actor);
        Assert.Equal(StageCause.Crm, lead.Stages[^1].Cause);
        Assert.Equal(1m, lead.DaysInStage["opportunity"]);
        Assert.Equal(
            [ConversionKind.Lead, ConversionKind.Sql, ConversionKind.Opportunity], lead.Conversions.Select(one => one.Kind));
    }

    [Fact]
    public async Task Upload_Again_ChangesNothingAndRefreshesNobody()
    {
        const string Text = Header + "ann@example.org;SQL;2026-03-05;;;;;;;\nann@example.org;Won;2026-03-10;99;EUR;;42;;;\n";
        var first = await _bed.CrmAsync(Text);
        var stored = Rows();
        _bed.Bed.Calls.Reset();

        var second = await _bed.CrmAsync(Text);

        Assert.Equal((2, 2, 0), (first.Rows, first.Taken, first.Unchanged));
        Assert.Equal((2, 0, 2), (second.Rows, second.Taken, second.Unchanged));
        Assert.Equal(stored, Rows());
        Assert.Equal(2, _bed.Bed.Calls.Count("Leads", StorageCallKind.Write));
        Assert.All((await _bed.GetAsync("ann")).Crm, entry => Assert.Equal((null, 0), (entry.Current.Repeats, entry.Earlier.Count)));
        Assert.Equal(0, _bed.Bed.Calls.Count("scores"));
    }

    [Fact]
    public async Task DryRun_ChangesNothing()
    {
        var result = await _bed.CrmAsync("ann@example.org;Won;2026-03-10;99;EUR;\nbad;Won;2026-03-10;;;", ("dryRun", "true"));

        Assert.Equal((2, 1, 1), (result.Rows, result.Taken, result.RejectedRows));
        Assert.Empty(Rows());
        Assert.Empty(_bed.Bed.Memory!.Rows("Rejected"));
    }

    [Fact]
    public async Task EditedDeal_CountsByItsLatestUpload_AndKeepsItsHistory()
    {
        await _bed.CrmAsync(Header + "ann@example.org;Won;2026-03-10;100;;;42;;;\n");
        await _bed.CrmAsync(Header + "ann@example.org;Won;2026-03-10;150;;;42;;;\n");
        await _bed.CrmAsync(Header + "ann@example.org;Won;2026-03-12;170;;;42;;;\n");

        var won = Assert.Single(await _bed.ConversionsAsync("ann", ConversionKind.Customer));
        var lead = await _bed.GetAsync("ann");

        Assert.Equal((EndOf(12), 17_000L, "2026-03-12"), (won.Conversion.At, won.Conversion.Amount, won.Day));
        Assert.Equal([15_000L, 17_000L], lead.Crm.Select(fact => fact.Current.Amount!.Value));
        Assert.Equal(10_000L, Assert.Single(lead.Crm[0].Earlier).Amount);
    }

    [Fact]
    public async Task Remove_TakesTheFactBack_AndALaterRowBringsItBack()
    {
        await _bed.CrmAsync(Header + "ann@example.org;SQL;2026-03-05;;;;;;;\nann@example.org;Won;2026-03-10;100;;;42;;;\n");
        await _bed.CrmAsync(Header + "ann@example.org;Won;2026-03-10;;;;42;;;yes\n");
        var removed = await _bed.GetAsync("ann");
        await _bed.CrmAsync(Header + "ann@example.org;Won;2026-03-10;100;;;42;;;\n");
        var back = await _bed.GetAsync("ann");

        Assert.Equal("sql", removed.Lead.Stage);
        Assert.DoesNotContain(removed.Conversions, one => one.Kind == ConversionKind.Customer);
        Assert.Equal("customer", back.Lead.Stage);
        Assert.Equal(3, back.Crm.Single(fact => fact.Stage == "customer").Earlier.Count + 1);
    }

    [Fact]
    public async Task Remove_OfTheOnlyFact_MakesTheLeadUnknown()
    {
        await _bed.CrmAsync("ann@example.org;SQL;2026-03-05;;;");
        await _bed.CrmAsync(Header + "ann@example.org;SQL;2026-03-05;;;;;;;oui\n");

        Assert.Null(await _bed.Bed.Get<LeadQueries>().GetAsync(Lead("ann"), null, default));
        Assert.Null((await _bed.Bed.Get<ILeadStore>().GetProfileAsync(Lead("ann"), default)).Value);
    }

    [Fact]
    public async Task SeveralOpportunities_AreADealEach_AndRowsWithoutOneADealADate()
    {
        await _bed.CrmAsync(Header
            + "ann@example.org;Opportunity;2026-03-03;;;;7;;;\n"
            + "ann@example.org;Won;2026-03-10;100;;;7;;;\n"
            + "ann@example.org;Won;2026-03-11;200;;;8;;;\n"
            + "ann@example.org;Won;2026-03-12;300;;;;;;\n"
            + "ann@example.org;Won;2026-03-13;400;;;;;;\n");

        var won = await _bed.ConversionsAsync("ann", ConversionKind.Customer);

        Assert.Equal([10_000L, 20_000L, 30_000L, 40_000L], won.Select(one => one.Conversion.Amount));
        Assert.Equal(4, won.Select(one => one.Conversion.Id).Distinct().Count());
        Assert.Equal([EndOf(3), null, null, null], won.Select(one => one.OpportunityAt));
        Assert.Equal(EndOf(3), Assert.Single(await _bed.ConversionsAsync("ann", ConversionKind.Opportunity)).Conversion.At);
    }

    [Fact]
    public async Task Refund_RepeatsTheOriginal_AndKnowsTheEarlierOnes()
    {
        await _bed.CrmAsync(Header
            + "ann@example.org;Won;2026-03-10;1000;;;7;;;\n"
            + "ann@example.org;Won;2026-03-20;-300;;;7;;;\n"
            + "ann@example.org;Won;2026-03-25;-700;;;7;;;\n");

        var all = await _bed.ConversionsAsync("ann", ConversionKind.Customer);

        Assert.Equal([100_000L, -30_000L, -70_000L], all.Select(one => one.Conversion.Amount));
        Assert.Equal([null, all[0].Conversion, all[0].Conversion], all.Select(one => one.RefundOf));
        Assert.Equal([0L, 0L, -30_000L], all.Select(one => one.RefundedEarlier));
    }

    [Fact]
    public async Task OtherCurrency_IsConvertedByItsRate_AndRefusedWithoutOne()
    {
        var result = await _bed.CrmAsync(Header
            + "ann@example.org;Won;2026-03-10;1000;USD;0,92;7;;;\n"
            + "bob@example.org;Won;2026-03-10;1000;USD;;8;;;\n"
            + "cid@example.org;Won;2026-03-10;1200;JPY;0.00612;9;;;\n");

        Assert.Equal((3, "rate"), (Assert.Single(result.Rejected).Row, result.Rejected[0].Problems[0].Field));
        Assert.Equal(92_000L, (await _bed.ConversionsAsync("ann", ConversionKind.Customer))[0].Conversion.Amount);
        Assert.Equal(734L, (await _bed.ConversionsAsync("cid", ConversionKind.Customer))[0].Conversion.Amount);
        Assert.Equal((100_000L, "USD", 0.92m), Fact(await _bed.GetAsync("ann")));
    }

    [Fact]
    public async Task BadRows_AreListedWithEveryFault_AndKept()
    {
        var result = await _bed.CrmAsync(Header
            + "noreply@example.org;Won;2026-03-10;1;;;;;;\n"
            + "ann@example.org;Étape 7;10/03/2026;1,234;EURO;;;;;maybe\n"
            + ";;;;;;;;x;\n");

        Assert.Equal(
            [(2, "email:junk_email"), (3, "stage:invalid"), (3, "date:invalid"), (3, "currency:invalid"), (3, "amount:invalid"), (3, "remove:invalid"),
                (4, "email:missing"), (4, "stage:missing"), (4, "date:missing")],
            result.Rejected.SelectMany(row => row.Problems, (row, problem) => (row.Row, $"{problem.Field}:{problem.Code}")));
        var day = DateOnly.FromDateTime(_bed.Bed.Clock.GetUtcNow().UtcDateTime);
        Assert.Equal(3, (await _bed.Bed.Get<Pipeline.Rejected.IRejectedStore>().ListAsync(day, null, 10, default)).Count);
    }

    [Fact]
    public async Task Deal_OfSeveralLeads_CountsOnceOverAllTheirTouches()
    {
        await _bed.TouchesAsync("ann@example.org;2026-03-03;Salon;fair;offline;\nbob@example.org;2026-03-04;Call;phone;offline;\n");
        await _bed.CrmAsync(Header + "ann@example.org;Won;2026-03-10;1000;;;7;;;\nbob@example.org;SQL;2026-03-05;;;;7;;;\n");

        var ann = Assert.Single(await _bed.ConversionsAsync("ann", ConversionKind.Customer));
        var bob = Assert.Single(await _bed.ConversionsAsync("bob", ConversionKind.Customer));
        var journey = Assert.Single(Pipeline.Rollups.JourneyParts.Join([bob, ann]));

        Assert.Equal((ann.Conversion.Id, ann.Day), (bob.Conversion.Id, bob.Day));
        Assert.Equal(100_000L, journey.Conversion.Amount);
        Assert.Equal(["fair", "phone"], journey.Touches.Select(touch => touch.Source.Source));
        Assert.Equal(EndOf(3), journey.Milestones.LeadCreatedAt);
    }

    [Fact]
    public async Task Deal_OfSeveralLeads_EditedByOne_MovesForAll()
    {
        await _bed.CrmAsync(Header + "ann@example.org;Won;2026-03-10;1000;;;7;;;\nbob@example.org;Won;2026-03-10;1000;;;7;;;\n");
        await _bed.CrmAsync(Header + "ann@example.org;Won;2026-03-15;1100;;;7;;;\n");

        var bob = Assert.Single(await _bed.ConversionsAsync("bob", ConversionKind.Customer));

        Assert.Equal(("2026-03-15", 110_000L), (bob.Day, bob.Conversion.Amount));
    }

    [Theory]
    [InlineData("-")]
    [InlineData("0")]
    [InlineData("N/A")]
    [InlineData("aucune")]
    public async Task OpportunityThatSaysNone_IsNone(string none)
    {
        await _bed.CrmAsync(
            $$"""[{"email": "ann@example.org", "stage": "Won", "date": "2026-04-01", "amount": "10", "opportunity": "{{none}}"}, {"email": "bob@example.org", "stage": "Won", "date": "2026-04-02", "amount": "20", "opportunity": "{{none}}"}]""");

        Assert.Equal(10_00, Assert.Single(await _bed.ConversionsAsync("ann", ConversionKind.Customer)).Conversion.Amount);
        Assert.Equal(20_00, Assert.Single(await _bed.ConversionsAsync("bob", ConversionKind.Customer)).Conversion.Amount);
    }

    [Fact]
    public async Task Removal_OfOneLeadsRow_LeavesTheDealToTheOther()
    {
        await _bed.CrmAsync(
            """[{"email": "ann@example.org", "stage": "Won", "date": "2026-04-01", "amount": "10", "opportunity": "d"}, {"email": "bob@example.org", "stage": "Won", "date": "2026-04-01", "amount": "10", "opportunity": "d"}]""");
        await _bed.CrmAsync(
            """[{"email": "ann@example.org", "stage": "Won", "date": "2026-04-01", "amount": "10", "opportunity": "d", "remove": "yes"}]""");

        Assert.Empty(await _bed.ConversionsAsync("ann", ConversionKind.Customer));
        Assert.Equal(10_00, Assert.Single(await _bed.ConversionsAsync("bob", ConversionKind.Customer)).Conversion.Amount);
    }

    [Fact]
    public async Task FutureDate_OfAnotherLeadOnTheDeal_CountsForBothThoughTheLeadIsComputedInBetween()
    {
        await _bed.CrmAsync("""[{"email": "ann@example.org", "stage": "Opportunity", "date": "2026-04-01", "opportunity": "d"}]""");
        await StoredAheadAsync("bob", "2026-05-20", "d");
        await _bed.CrmAsync("""[{"email": "ann@example.org", "stage": "SQL", "date": "2026-05-20"}]""");
        await _bed.CrmAsync("""[{"email": "ann@example.org", "stage": "SQL", "date": "2026-05-20", "remove": "yes"}]""");

        Assert.Empty(await _bed.ConversionsAsync("ann", ConversionKind.Customer));
        _bed.Bed.Clock.AdvanceTo(new DateTimeOffset(2026, 5, 21, 2, 0, 0, TimeSpan.Zero));
        await _bed.Bed.NightAsync();

        Assert.Single(await _bed.ConversionsAsync("ann", ConversionKind.Customer));
        Assert.Single(await _bed.ConversionsAsync("bob", ConversionKind.Customer));
    }

    [Fact]
    public async Task FutureDate_CountsFromThen_AlsoForALeadThatNobodyKnowsYet()
    {
        var soon = DateOnly.FromDateTime(_bed.Bed.Clock.GetUtcNow().UtcDateTime).AddDays(3);
        await StoredAheadAsync("ann", $"{soon:yyyy-MM-dd}", null);
        var before = (await _bed.Bed.Get<ILeadStore>().GetProfileAsync(Lead("ann"), default)).Value;
        _bed.Bed.Clock.Advance(TimeSpan.FromDays(5));
        await _bed.Bed.NightAsync();

        Assert.Null(before);
        Assert.Equal("customer", (await _bed.Bed.Get<ILeadStore>().GetProfileAsync(Lead("ann"), default)).Value!.Stage);
    }

    // Earlier releases took sales to come; their facts are read as they were.
    private async Task StoredAheadAsync(string name, string date, string? opportunity)
    {
        var day = DateOnly.Parse(date, System.Globalization.CultureInfo.InvariantCulture);
        var version = new CrmVersion
        {
            UploadedAt = _bed.Bed.Clock.GetUtcNow(),
            Hash = "",
            At = LocalCalendar.LastMomentOf(day, TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris")),
            Named = "Won",
            Meaning = StageNames.Customer,
        };
        var fact = new CrmFact
        {
            LeadId = Lead(name),
            Email = $"{name}@example.org",
            Opportunity = opportunity,
            Stage = StageNames.Customer,
            Date = date,
            Versions = [version.Stamp(version.UploadedAt)],
        };
        await _bed.Bed.Get<Pipeline.Settings.CurrentLeadIds>().GetDeploymentAsync(default);
        await _bed.Bed.Get<ICrmStore>().PutFactAsync(fact, null, default);
        var leads = new List<string> { fact.LeadId };
        if (opportunity is not null)
        {
            leads.AddRange((await _bed.Bed.Get<OpportunityJoin>().JoinAsync(opportunity, [fact], default)).Record.LeadIds);
        }

        await RefreshRequests.SendAsync(_bed.Bed.Queue, leads.Distinct(), default);
        await _bed.Bed.DrainAsync();
    }

    [Fact]
    public async Task WriterThatDiesBeforeItJoinedTheDeal_IsCompletedTheNightAfter()
    {
        _bed.Bed.Calls.Before = call => call.Kind == StorageCallKind.Write && call.Detail.Contains("o_", StringComparison.Ordinal)
            ? throw new FaultException("Away.")
            : Task.CompletedTask;
        await Assert.ThrowsAsync<FaultException>(() =>
            _bed.CrmAsync("""[{"email": "ann@example.org", "stage": "Won", "date": "2026-03-05", "amount": "10", "opportunity": "d"}]"""));
        _bed.Bed.Calls.Before = null;
        await _bed.Bed.DrainAsync();
        Assert.Empty(await _bed.ConversionsAsync("ann", ConversionKind.Customer));

        _bed.Bed.Clock.Advance(TimeSpan.FromHours(1));
        await _bed.Bed.NightAsync();

        Assert.Equal(10_00, Assert.Single(await _bed.ConversionsAsync("ann", ConversionKind.Customer)).Conversion.Amount);
    }

    [Fact]
    public async Task WriterThatDies_LeavesANote_AndTheNextNightRefreshesItsLeads()
    {
        await _bed.Bed.Get<PendingRefreshes>().BeginAsync([Lead("ann")], [OpportunityRecord.KeyOf("7")], default);
        var store = _bed.Bed.Get<ICrmStore>();
        var version = Version(1, "a");
        var fact = new CrmFact
        {
            LeadId = Lead("ann"),
            Email = "ann@example.org",
            Stage = "sql",
            Date = "2026-03-05",
            Versions = [version],
        };
        await store.PutFactAsync(fact, null, default);
        _bed.Bed.Clock.Advance(TimeSpan.FromMinutes(59));
        await _bed.Bed.NightAsync();
        var early = (await _bed.Bed.Get<ILeadStore>().GetProfileAsync(Lead("ann"), default)).Value;
        _bed.Bed.Clock.Advance(TimeSpan.FromMinutes(1));
        await _bed.Bed.NightAsync();

        Assert.Null(early);
        Assert.Equal("sql", (await _bed.Bed.Get<ILeadStore>().GetProfileAsync(Lead("ann"), default)).Value!.Stage);
        Assert.Empty(await _bed.Bed.Get<IPendingRefreshStore>().ListAsync(default));
    }

    [Fact]
    public async Task Uploads_OfTheSameRows_AtTheSameTime_EndWhereOneAfterAnotherEnd()
    {
        using var other = new CrmBed();
        var imports = _bed.Bed.Get<LeadImports>();
        _bed.Bed.Calls.Before = async _ => await Task.Yield();

        await Parallel.ForEachAsync(Enumerable.Range(0, 8), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (n, _) =>
            await UploadAsync(imports, n));
        await _bed.Bed.DrainAsync();
        for (var n = 0; n < 8; n++)
        {
            await UploadAsync(other.Bed.Get<LeadImports>(), n);
        }

        await other.Bed.DrainAsync();
        Assert.Equal(Bodies(other), Bodies(_bed));

        static async Task UploadAsync(LeadImports imports, int n)
        {
            var rows = Enumerable.Range(0, 6).Select(i => $"p{i % 3}@example.org;Won;2026-03-1{i};{100 + n};EUR;;{i % 2};;;\n");
            var body = Encoding.UTF8.GetBytes(Header + string.Concat(rows));
            var outcome = await imports.TakeCrmAsync(
                new ImportRequest { Body = body, ReceivedAt = Start.AddDays(30).AddMinutes(n / 2) }, default);
            Assert.Equal((6, 0), (outcome.Result!.Rows, outcome.Result.RejectedRows));
        }

        static IEnumerable<string> Bodies(CrmBed bed) => bed.Bed.Memory!.Rows("Leads")
            .OrderBy(row => row.PartitionKey, StringComparer.Ordinal).ThenBy(row => row.RowKey, StringComparer.Ordinal)
            .Select(row => $"{row.RowKey} {row.GetString("Body")}");
    }

    [Fact]
    public void Versions_InAnyOrder_EndInTheSameFact()
    {
        CrmVersion[] uploads =
        [
            Version(
                1,
                "a"), Version(2, "a"), Version(3, "b"), Version(3, "c"), Version(4, "a"), Version(5, "a"), Version(6, "a"), Version(7, "d"),
            Version(8, "a"),
        ];
        var random = new Random(3);
        for (var i = 0; i < 500; i++)
        {
            var shuffled = uploads.Concat(uploads.Take(random.Next(uploads.Length))).ToArray();
            random.Shuffle(shuffled);

            Assert.Equal("8a 7d 4a56 3c 3b 1a2", Text(Fold(shuffled)));
        }

        static CrmFact Fold(IEnumerable<CrmVersion> all) => all.Skip(1).Aggregate(
            new CrmFact { LeadId = "l", Email = "e", Stage = "s", Date = "d", Versions = [all.First()] }, (fact, next) => fact.With(next)
                ?? fact);

        static string Text(CrmFact fact) => string.Join(
            ' ', fact.Versions.Select(
                version => $"{version.UploadedAt.Minute}{version.Hash}{string.Concat((version.Repeats ?? []).Select(at => at.Minute))}"));
    }

    [Theory]
    [InlineData(30, 1)]
    [InlineData(31, 2)]
    public void Versions_RepeatedOften_KeepTheLatestRepeats(int repeats, int first)
    {
        var fact = new CrmFact { LeadId = "l", Email = "e", Stage = "s", Date = "d", Versions = [Version(0, "a")] };
        for (var i = 1; i <= repeats; i++)
        {
            fact = fact.With(Version(i, "a"))!;
        }

        Assert.Equal((Start, 30, Start.AddMinutes(first)), (fact.Current.UploadedAt, fact.Current.Repeats!.Count, fact.Current.Repeats[0]));
        Assert.Equal("a", fact.With(Version(0, "b"))!.Current.Hash);
    }

    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(0, 2, 1)]
    [InlineData(1, 0, 2)]
    [InlineData(1, 2, 0)]
    [InlineData(2, 0, 1)]
    [InlineData(2, 1, 0)]
    public async Task Edit_ThatIsTakenBack_CountsInAnyOrder(params int[] order)
    {
        string[] rows = ["Won;2026-03-10;100;;;7;;Olga;", "Won;2026-03-10;200;;;7;;Jean;", "Won;2026-03-10;100;;;7;;Olga;"];
        foreach (var n in order)
        {
            var body = Encoding.UTF8.GetBytes(Header + $"ann@example.org;{rows[n]}\n");
            await _bed.Bed
                .Get<LeadImports>()
                .TakeCrmAsync(new ImportRequest { Body = body, ReceivedAt = Start.AddDays(30).AddMinutes(n) }, default);
        }

        await _bed.Bed.DrainAsync();

        var lead = await _bed.GetAsync("ann");
        Assert.Equal((10_000L, "Olga"), (lead.Conversions[^1].Amount, lead.Lead.Owner));
        Assert.Equal(
            [(2, 10_000L), (1, 20_000L), (0, 10_000L)],
            lead.Crm.Single().Earlier
                .Prepend(lead.Crm[0].Current)
                .Select(version => ((version.UploadedAt - Start).Minutes, version.Amount ?? 0)));
        var part = (await _bed.Bed.Get<ICrmStore>().GetOpportunityAsync(OpportunityRecord.KeyOf("7"), default)).Value!.Parts.Single();
        Assert.Equal(lead.Crm[0].Current.Hash, part.Current.Hash);
    }

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    public async Task Refund_OnTheDayOfTheSale_StandsBesideIt(string opportunity)
    {
        await _bed.CrmAsync(Header
            + $"ann@example.org;Won;2026-03-10;1000;;;{opportunity};;;\n"
            + $"ann@example.org;Won;2026-03-10;-300;;;{opportunity};;;\n");
        Assert.Equal([100_000L, -30_000L], await AmountsAsync());

        await _bed.CrmAsync(Header + $"ann@example.org;Won;2026-03-10;-400;;;{opportunity};;;\n");
        Assert.Equal([100_000L, -40_000L], await AmountsAsync());

        await _bed.CrmAsync(Header + $"ann@example.org;Won;2026-03-10;-1;;;{opportunity};;;yes\n");
        Assert.Equal([100_000L], await AmountsAsync());

        async Task<IEnumerable<long>> AmountsAsync() =>
            (await _bed.ConversionsAsync("ann", ConversionKind.Customer)).Select(one => one.Conversion.Amount);
    }

    [Fact]
    public async Task Owner_IsThatOfTheLatestRow_AsOfAnyMoment()
    {
        await _bed.CrmAsync(Header
            + "ann@example.org;SQL;2026-03-05;;;;;;Jean;\n"
            + "ann@example.org;Opportunité;2026-03-10;;;;;;Marie;\n"
            + "ann@example.org;Won;2026-03-12;;;;;;;\n");
        await _bed.CrmAsync(Header + "ann@example.org;SQL;2026-03-05;;;;;;Paul;\n");

        Assert.Equal("Marie", (await _bed.GetAsync("ann")).Lead.Owner);
        Assert.Equal("Marie", Assert.Single((await ListAsync("marie", null)).Leads).Owner);
        Assert.Empty((await ListAsync("Paul", null)).Leads);
        Assert.Equal("Paul", Assert.Single((await ListAsync("Paul", EndOf(9))).Leads).Owner);

        await _bed.CrmAsync(Header + "ann@example.org;Opportunité;2026-03-10;;;;;;Zoé;\n");
        Assert.Single((await ListAsync("zoé", null)).Leads);
    }

    [Fact]
    public async Task Detail_AsOfAMoment_ShowsNoRowOfALaterDate()
    {
        await _bed.CrmAsync(Header + "ann@example.org;SQL;2026-03-05;;;;;;;\nann@example.org;Won;2026-03-10;99;EUR;;42;;;\n");

        var queries = _bed.Bed.Get<LeadQueries>();
        Assert.Equal(["sql"], (await queries.GetAsync(Lead("ann"), EndOf(10).AddTicks(-1), default))!.Crm.Select(entry => entry.Stage));
        Assert.Equal(["sql", "customer"], (await queries.GetAsync(Lead("ann"), EndOf(10), default))!.Crm.Select(entry => entry.Stage));
    }

    [Theory]
    [InlineData(0, "offer")]
    [InlineData(1, "customer")]
    public async Task OwnStage_ReachedWithOthersOnOneDay_CountsByTheConfiguredOrder(int moved, string last)
    {
        var shipped = StagesDocument.Default;
        var own = new StageDefinition { Id = "offer", Name = "Angebot", CountsAs = StageNames.Opportunity };
        var at = shipped.Stages.ToList().FindIndex(stage => stage.Id == StageNames.Customer) + 1 - moved;
        await ActivateAsync(shipped with { Stages = [.. shipped.Stages.Take(at), own, .. shipped.Stages.Skip(at)] });

        await _bed.CrmAsync(Header
            + "ann@example.org;Won;2026-03-10;;;;;;;\nann@example.org;Angebot;2026-03-10;;;;;;;\nann@example.org;SQL;2026-03-10;;;;;;;\n");

        var stages = (await _bed.GetAsync("ann")).Stages.Select(stage => stage.Stage);
        Assert.Equal(last == "offer" ? ["lead", "sql", "customer", "offer"] : new[] { "lead", "sql", "offer", "customer" }, stages);
        Assert.Equal(last, (await _bed.Bed.Get<ILeadStore>().GetProfileAsync(Lead("ann"), default)).Value!.Stage);
    }

    [Fact]
    public async Task Stages_InAnotherOrder_CountForEveryLead()
    {
        await _bed.CrmAsync(Header + "ann@example.org;SQL;2026-03-10;;;;;;;\nann@example.org;Opportunity;2026-03-10;;;;;;;\n");
        Assert.Equal("opportunity", (await _bed.GetAsync("ann")).Lead.Stage);
        var stages = StagesDocument.Default.Stages;

        await ActivateAsync(StagesDocument.Default with
        {
            Stages = [.. stages.Where(stage => stage.Id != StageNames.Sql), stages.Single(stage => stage.Id == StageNames.Sql)],
        });

        Assert.Equal("sql", (await _bed.Bed.Get<ILeadStore>().GetProfileAsync(Lead("ann"), default)).Value!.Stage);
        Assert.Equal("opportunity", (await _bed.Bed.Get<LeadQueries>().GetAsync(Lead("ann"), EndOf(12), default))!.Lead.Stage);
    }

    [Fact]
    public async Task StageOfOnesOwn_CountsAsWhatTheSettingsSayNow_WheneverItWasUploaded()
    {
        var shipped = StagesDocument.Default;
        var (delivered, tooDear) = (new StageDefinition
        {
            Id = "delivered",
            Name = "Delivered",
        }, new StageDefinition { Id = "too-dear", Name = "Too dear" });
        await ActivateAsync(shipped with { Stages = [.. shipped.Stages, delivered, tooDear] });
        await _bed.CrmAsync(Header + "ann@example.org;Delivered;2026-03-10;100;;;42;;;\nbob@example.org;Too dear;2026-03-11;;;;;money;;\n");
        Assert.Empty(await _bed.ConversionsAsync("ann", ConversionKind.Customer));
        Assert.Empty(await LossesAsync());

        await ActivateAsync(shipped with
        {
            Stages = [.. shipped.Stages, delivered with { CountsAs = StageNames.Customer }, tooDear with { CountsAs = StageNames.Lost }],
        });

        Assert.Equal(10_000L, Assert.Single(await _bed.ConversionsAsync("ann", ConversionKind.Customer)).Conversion.Amount);
        Assert.Equal([new LossReason(StageNames.Lost, "money", 1)], await LossesAsync());
    }

    [Fact]
    public async Task Upload_AgainAfterItsStageCountsAsAnother_IsUnchanged()
    {
        const string Text = Header + "ann@example.org;Delivered;2026-03-10;100;;;42;;;\n";
        var shipped = StagesDocument.Default;
        var delivered = new StageDefinition { Id = "delivered", Name = "Delivered" };
        await ActivateAsync(shipped with { Stages = [.. shipped.Stages, delivered] });
        await _bed.CrmAsync(Text);
        await ActivateAsync(shipped with { Stages = [.. shipped.Stages, delivered with { CountsAs = StageNames.Customer }] });

        var again = await _bed.CrmAsync(Text);

        Assert.Equal((0, 1), (again.Taken, again.Unchanged));
        Assert.Empty(Assert.Single((await _bed.GetAsync("ann")).Crm).Earlier);
    }

    [Theory]
    [InlineData(19, 20)]
    [InlineData(20, 20)]
    [InlineData(21, 20)]
    public void Versions_BeyondTheMost_AreForgotten(int uploads, int kept)
    {
        var fact = new CrmFact { LeadId = "l", Email = "e", Stage = "s", Date = "d", Versions = [Version(0, "0")] };
        for (var i = 1; i <= uploads; i++)
        {
            fact = fact.With(Version(i, $"{i}")) ?? fact;
        }

        Assert.Equal((kept, $"{uploads}"), (fact.Versions.Count, fact.Current.Hash));
        Assert.Null(uploads < 20 ? null : fact.With(Version(0, "late")));
    }

    [Fact]
    public async Task WhatTheCrmKnowsOfAPerson_CountsForTheFitGrade()
    {
        const string Head = "email;stage;date;Employees;Job-Title;Pays;Société;Title;remove\n";
        const string Row = "ann@example.org;SQL;2026-03-05;250;CEO;France;Acme;Big deal;";

        var result = await _bed.CrmAsync(Head + Row + "\n");
        var lead = await _bed.GetAsync("ann");
        var profile = (await _bed.Bed.Get<ILeadStore>().GetProfileAsync(Lead("ann"), default)).Value!;
        var again = await _bed.CrmAsync(Head + Row + "\n");

        Assert.Equal(["Title"], result.IgnoredColumns);
        Assert.Equal((0, 1), (again.Taken, again.Unchanged));
        Assert.Equal("employees=250 job_title=CEO pays=France société=Acme", string
            .Join(' ', profile.Fields.Select(field => $"{field.Key}={field.Value}"))
            .Replace("societe", "société", StringComparison.Ordinal));
        Assert.True(lead.Fit.Grade < FitGrade.C);
        Assert.Equal(lead.Fit.Grade, profile.Grade);
        Assert.Equal([Lead("ann")], (await _bed.Bed.Get<LeadQueries>().ListAsync(
            new LeadListQuery { Count = 10, Filter = new LeadFilter { Text = "acme" } }, default)).Leads.Select(found => found.LeadId));

        await _bed.Bed.CaptureAsync(Sample.Form("f", Start.AddDays(10), visitor: null, "ann@example.org") with
        {
            Form = "demo",
            Fields = new() { ["job_title"] = "Intern" },
        });

        // What anybody can type gives way to what sales keeps, also when it comes later.
        Assert.Equal("CEO", (await FieldsAsync("ann"))["job_title"]);

        await _bed.CrmAsync(Head + Row + "yes\n");
        Assert.Equal([("job_title", "Intern")], (await FieldsAsync("ann")).Select(field => (field.Key, field.Value)));
    }

    [Fact]
    public async Task OpportunityOfTooManyRows_IsNoDeal_AndTheFurtherRowsAreTold()
    {
        var rows = string.Concat(Enumerable
            .Range(0, OpportunityRecord.MaxParts + 1)
            .Select(n => $"lead{n}@example.org;SQL;2026-03-05;;;;Sales;;;\n"));

        var result = await _bed.CrmAsync(Header + rows);

        Assert.Equal((OpportunityRecord.MaxParts, 1), (result.Taken, result.RejectedRows));
        var told = Assert.Single(result.Rejected);
        Assert.Equal((OpportunityRecord.MaxParts + 2, "opportunity"), (told.Row, Assert.Single(told.Problems).Field));
    }

    [Fact]
    public void Opportunity_OfMorePartsThanItKeeps_KeepsSalesThenWhatStandsThenTheLatestInAnyOrder()
    {
        const int Most = OpportunityRecord.MaxParts;
        var parts = Enumerable.Range(0, Most + 20)
            .Select(n => new OpportunityPart { Key = $"{n:D4}", LeadId = "l", Stage = "s", Date = "d", Current = Version(n, "a") })
            .ToArray();
        parts[0] = parts[0] with { Current = parts[0].Current with { Meaning = StageNames.Customer } };
        parts[^1] = parts[^1] with { Current = parts[^1].Current with { Removed = true } };
        new Random(5).Shuffle(parts);

        var record = parts.Aggregate(new OpportunityRecord { Opportunity = "42", Parts = [] }, (known, part) => known.With(part) ?? known);

        Assert.Equal(Enumerable.Range(20, Most - 1).Prepend(0).Select(n => $"{n:D4}"), record.Parts.Select(part => part.Key));
        Assert.All(parts, part => Assert.Null(record.With(part)));
    }

    [Theory]
    [InlineData(1, 2, 3)]
    [InlineData(1, 3, 2)]
    [InlineData(2, 1, 3)]
    [InlineData(2, 3, 1)]
    [InlineData(3, 1, 2)]
    [InlineData(3, 2, 1)]
    public async Task DateThatIsEditedAndEditedBack_CountsAsSaidLast_InAnyOrder(params int[] order)
    {
        foreach (var n in order)
        {
            var body = Header + $"ann@example.org;Won;2026-03-{(n == 2 ? 12 : 10)};100;;;42;;;\n";
            await _bed.Bed.Get<LeadImports>().TakeCrmAsync(
                new ImportRequest { Body = System.Text.Encoding.UTF8.GetBytes(body), ReceivedAt = Start.AddDays(30).AddMinutes(n) },
                default);
            await _bed.Bed.DrainAsync();
        }

        Assert.Equal("2026-03-10", Assert.Single(await _bed.ConversionsAsync("ann", ConversionKind.Customer)).Day);
        Assert.Equal(["2026-03-10"], (await _bed.Bed.Get<ILeadStore>().GetProfileAsync(Lead("ann"), default)).Value!.Conversions
            .Where(won => won.Conversion.Kind == ConversionKind.Customer).Select(won => won.Day));
    }

    internal static DateTimeOffset EndOf(int day) =>
        LocalCalendar.LastMomentOf(new DateOnly(2026, 3, day), TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris"));

    private static CrmVersion Version(int minute, string hash) =>
        new() { UploadedAt = Start.AddMinutes(minute), Hash = hash, At = Start, Named = "x", Meaning = "sql" };

    private async Task<SortedDictionary<string, string>> FieldsAsync(string name) =>
        (await _bed.Bed.Get<ILeadStore>().GetProfileAsync(Lead(name), default)).Value!.Fields;

    private async Task<IReadOnlyList<LossReason>> LossesAsync()
    {
        var query = ReportQuery.Read(
            name => name == "from"
                ? "2026-03-01"
                : null, _bed.Bed.Clock.GetUtcNow(), _bed.Bed.Get<LocalTime>(), [], numbers: FunnelNumbers.All)!;
        return ((FunnelReport)await _bed.Bed.Get<FunnelKind>().AnswerAsync(query, default)).LossReasons;
    }

    private async Task<LeadPage> ListAsync(string owner, DateTimeOffset? at) =>
        await _bed.Bed
            .Get<LeadQueries>()
            .ListAsync(new LeadListQuery { Count = 10, Filter = new LeadFilter { Owner = owner }, At = at }, default);

    private async Task ActivateAsync(StagesDocument stages)
    {
        var edit = new SettingsEdit("stages", null, new ActionNote(null, null));
        Assert.Equal(
            SettingsStatus.Done, (await _bed.Bed.Get<SettingsHandler>().PutAsync(edit, stages.ToJson(), activate: true, default)).Status);
        _bed.Bed.Clock.Advance(TimeSpan.FromMinutes(5));
        await _bed.Bed.DrainAsync();
    }

    // Facts themselves remember when they were repeated.
    private IReadOnlyList<string> Rows() => [.. _bed.Bed.Memory!.Rows("Leads")
        .Where(row => !row.RowKey.StartsWith("c|", StringComparison.Ordinal))
        .Select(row => $"{row.PartitionKey} {row.RowKey} {row.ETag}")];

    private static (long?, string?, decimal?) Fact(LeadDetail lead) =>
        (lead.Crm[0].Current.Amount, lead.Crm[0].Current.Currency, lead.Crm[0].Current.Rate);
}

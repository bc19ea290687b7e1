using System.Text;
using CsvHelper;
using Pipeline.Imports;
using Pipeline.Imports.Dates;
using Pipeline.Imports.Reading;

namespace Pipeline.UnitTests.Imports;

/// <summary>Small files in the layout of each preset, taken as they are: people, deals and money are those of the file.</summary>
public sealed class ExportFilesTests : IDisposable
{
    private static readonly string[] People =
    [
        "anna@acme.example", "anna@mueller.example", "ben@beta.example", "bea@beta.example", "cleo@sand.example", "dora@rose.example",
        "gil@gamma.example",
    ];

    private static readonly Dictionary<string, string[]> Deals = new()
    {
        ["hubspot-deals"] =
        [
            "anna@acme.example customer 2026-03-14T08:30:00+00:00 12000.5 9001 Olga Petit",
            "ben@beta.example lost 2026-03-20T16:00:00+00:00 4000 9002 Olga Petit Too expensive",
            "bea@beta.example lost 2026-03-20T16:00:00+00:00 4000 9002 Olga Petit Too expensive",
            "gil@gamma.example opportunity 2026-03-10T10:00:00+00:00 3000 9003 Paul Noir",
        ],
        ["hubspot-contacts"] =
        [
            "anna@acme.example customer 2026-03-14T08:30:00+00:00 Olga Petit",
            "ben@beta.example mql 2026-03-02T07:00:00+00:00 Olga Petit",
            "cleo@sand.example lead 2026-02-11T14:20:00+00:00",
            "dora@rose.example lead 2026-02-12T08:00:00+00:00 Paul Noir",
        ],
        ["salesforce"] =
        [
            "anna@mueller.example customer 2026-03-14 12000.5 006A1 Olga Petit",
            "ben@beta.example lost 2026-03-20 4000 006A2 Olga Petit Price",
            "gil@gamma.example opportunity 2026-03-10 3000 006A3 Paul Noir",
        ],
        ["pipedrive"] =
        [
            "anna@acme.example customer 2026-03-14T08:30:00+00:00 12000.5 501 Olga Petit",
            "ben@beta.example lost 2026-03-20T16:00:00+00:00 4000 502 Olga Petit Too expensive",
            "gil@gamma.example opportunity 2026-03-10T10:00:00+00:00 3000 503 Paul Noir",
        ],
        ["zoho"] =
        [
            "anna@acme.example customer 2026-03-14 12000.5 zcrm_4811001 Olga Petit",
            "ben@beta.example lost 2026-03-20 4000 zcrm_4811002 Olga Petit Price",
        ],
    };

    private static readonly Dictionary<string, string[]> Costs = new()
    {
        ["google-ads"] =
        [
            "2026-03-13 Cross-network google Total Body 20.5",
            "2026-03-13 Paid Search google Brand – search 1033.33",
            "2026-03-14 Display google Remarketing 5",
            "2026-03-14 Paid Search google Brand – search 0.01",
        ],
        ["microsoft-ads"] =
        [
            "2026-03-13 Paid Search bing Brand 40.25",
            "2026-03-14 Paid Search bing Brand 50",
            "2026-03-14 Paid Shopping bing Shop 9.75",
        ],
        ["linkedin-ads"] =
        [
            "2026-03-01 Paid Social linkedin Leads, managers 1234.5",
            "2026-03-02 Paid Social linkedin Brand 10.25",
            "2026-03-02 Paid Social linkedin Leads, managers 100",
        ],
    };

    private readonly ExportBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Theory]
    [InlineData("hubspot-deals", 3, 0)]
    [InlineData("hubspot-contacts", 4, 0)]
    [InlineData("salesforce", 3, 5)]
    [InlineData("pipedrive", 3, 0)]
    [InlineData("zoho", 2, 0)]
    public async Task CrmExport_IsTakenAsItIs(string preset, int rows, int skipped)
    {
        var outcome = await _bed.CrmAsync(ExportBed.File(preset + ".csv"));

        Recognized(outcome, preset, rows, skipped);
        Assert.Equal(Deals[preset], await _bed.DealsAsync(People));
    }

    [Theory]
    [InlineData("google-ads", 4, 4)]
    [InlineData("microsoft-ads", 3, 10)]
    [InlineData("linkedin-ads", 3, 5)]
    public async Task AdsExport_IsTakenAsItIs(string preset, int rows, int skipped)
    {
        var outcome = await _bed.CostsAsync(ExportBed.File(preset + ".csv"));

        Recognized(outcome, preset, rows, skipped);
        Assert.Equal(Costs[preset], await _bed.CostLinesAsync());
    }

    [Fact]
    public async Task MetasSummaryRow_DoesNotDoubleTheSpend()
    {
        var outcome = await _bed.CostsAsync(ExportBed.File("meta-ads.csv"));

        Recognized(outcome, "meta-ads", 2, 1);
        var line = Assert.Single(outcome.Result!.Skipped);
        Assert.Equal((2, SkippedRow.Total), (line.Row, line.Reason));
        var lines = await _bed.CostLinesAsync();
        Assert.Equal(20, lines.Count);
        Assert.All(lines, cost => Assert.Contains(" Paid Social facebook ", cost, StringComparison.Ordinal));
        Assert.Equal(310.05m, lines.Sum(cost => decimal.Parse(cost.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture)));
    }

    // Columns in any order, and the numbers are the same.
    [Theory]
    [InlineData("hubspot-deals", "/api/crm", ',')]
    [InlineData("hubspot-contacts", "/api/crm", ',')]
    [InlineData("salesforce", "/api/crm", ',')]
    [InlineData("pipedrive", "/api/crm", ',')]
    [InlineData("zoho", "/api/crm", ',')]
    [InlineData("google-ads", "/api/costs", '\t')]
    [InlineData("microsoft-ads", "/api/costs", ',')]
    [InlineData("linkedin-ads", "/api/costs", '\t')]
    public async Task ShuffledColumns_GiveTheSame(string preset, string route, char delimiter)
    {
        for (var seed = 0; seed < 5; seed++)
        {
            using var own = new ExportBed();
            var outcome = await own.UploadAsync(route, Shuffle(ExportBed.File(preset + ".csv"), delimiter, new Random(seed)));

            Assert.Equal(preset, outcome.Result?.Reading?.Preset?.Name);
            Assert.Equal(
                route == "/api/crm" ? Deals[preset] : Costs[preset],
                route == "/api/crm" ? await own.DealsAsync(People) : await own.CostLinesAsync());
        }
    }

    [Fact]
    public async Task FrenchHubSpot_IsTaken()
    {
        var outcome = await _bed.CrmAsync(ExportBed.File("hubspot-deals.fr.csv"));

        Recognized(outcome, "hubspot-deals", 3, 0);
        Assert.Equal(
            [
                "anna@acme.example customer 2026-03-14T08:30:00+00:00 12000.5 9001 Olga Petit",
                "ben@beta.example lost 2026-03-20T16:00:00+00:00 4000 9002 Olga Petit",
            ],
            await _bed.DealsAsync("anna@acme.example", "ben@beta.example"));

        // Its date of closing is a forecast: the stage counts from the upload.
        var open = await _bed.Bed
            .Get<Pipeline.Leads.Shown.LeadQueries>()
            .GetAsync(Pipeline.Testing.PipelineBed.LeadIds.Of("gil@gamma.example"), null, default);
        Assert.Equal(("opportunity", ExportBed.Now), (open!.Lead.Stage, open.Lead.StageSince));
    }

    [Fact]
    public async Task GermanGoogleAds_IsTaken_AndTellsTheFormOfItsDates()
    {
        var outcome = await _bed.CostsAsync(ExportBed.File("google-ads.de.csv"));

        Recognized(outcome, "google-ads", 3, 3);
        Assert.Equal(new InferredDates("Tag", "dd.MM.yyyy", "13.03.2026", "2026-03-13"), Assert.Single(outcome.Result!.Reading!.Dates!));
        Assert.Equal(
            [
                "2026-03-13 Paid Search google Marke 1033.33",
                "2026-03-14 Display google Bilder 5",
                "2026-03-14 Paid Search google Marke 0.01",
            ],
            await _bed.CostLinesAsync());
    }

    [Fact]
    public async Task FrenchMeta_ByDay_CountsTheDays()
    {
        var outcome = await _bed.CostsAsync(ExportBed.File("meta-ads.fr.csv"));

        Recognized(outcome, "meta-ads", 2, 1);
        Assert.Equal(
            ["2026-03-01 Paid Social facebook Printemps 100.05", "2026-03-02 Paid Social facebook Printemps 200"],
            await _bed.CostLinesAsync());
    }

    [Fact]
    public async Task GoogleAdsWithoutTheType_IsRefusedWithTheProposal_AndTakenAsItSays()
    {
        var refused = await _bed.CostsAsync(ExportBed.File("google-ads.no-type.csv"));
        Assert.Empty(await _bed.CostLinesAsync());
        var taken = await _bed.CostsAsync(
            ExportBed.File("google-ads.no-type.csv"), ("preset", "google-ads"), ("set.channel", "Paid Search"));

        Assert.Equal(ImportStatus.Unusable, refused.Status);
        Assert.Equal(["channel", "preset"], refused.Problems.Select(problem => problem.Field));
        Assert.Contains("row 3", refused.Problems[0].Detail, StringComparison.Ordinal);
        Assert.Contains("'Campaign type'", refused.Problems[0].Detail, StringComparison.Ordinal);
        Assert.Contains("preset=google-ads with map.channel=… or set.channel=…", refused.Problems[1].Detail, StringComparison.Ordinal);
        Assert.Equal(new UsedPreset("google-ads", 1, false), taken.Result!.Reading!.Preset);
        Assert.All(await _bed.CostLinesAsync(), line => Assert.Contains(" Paid Search google ", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task HubSpotWithoutContacts_SaysWhichColumnToExport()
    {
        var refused = await _bed.CrmAsync(ExportBed.File("hubspot-deals.no-contact.csv"));

        Assert.Equal(["email", "preset"], refused.Problems.Select(problem => problem.Field));
        Assert.Contains("choose 'Associated Contact'", refused.Problems[0].Detail, StringComparison.Ordinal);
        Assert.Contains("looks like hubspot-deals", refused.Problems[1].Detail, StringComparison.Ordinal);
        Assert.Empty(await _bed.DealsAsync(People));
    }

    [Fact]
    public async Task FrenchExcel_InWindows1252_IsTakenByItsPreset_WithItsStagesMapped()
    {
        var outcome = await _bed.CrmAsync(ExportBed.File("excel-fr.csv"), ("preset", "excel-fr"), ("stage.Devis envoyé", "Opportunity"));

        Assert.Equal((3, 3, 0), (outcome.Result!.Rows, outcome.Result.Taken, outcome.Result.RejectedRows));
        Assert.Equal(("Windows-1252", ";"), (outcome.Result.Reading!.Encoding, outcome.Result.Reading.Delimiter));
        Assert.Equal(
            [
                "anna@acme.example opportunity 2026-03-02 1200.5 A1 Hélène",
                "anna@acme.example customer 2026-03-05T08:30:00+00:00 1150 A1 Hélène",
                "ben@beta.example lost 2026-03-12 A2 Hélène",
            ],
            await _bed.DealsAsync(People));
    }

    [Fact]
    public async Task PipesAndNamedMonths_AreRead()
    {
        var outcome = await _bed.CrmAsync(ExportBed.File("pipes.csv"));

        Assert.Equal("|", outcome.Result!.Reading!.Delimiter);
        Assert.Equal(
            ["anna@acme.example customer 2026-03-05 10.5 P1", "ben@beta.example customer 2026-03-12 5 P2"], await _bed.DealsAsync(People));
    }

    [Fact]
    public async Task ExportsNamesOfPersonAndCompany_BecomeFieldsOfTheLead()
    {
        await _bed.CrmAsync(ExportBed.File("hubspot-contacts.csv"));

        var lead = await _bed.Bed
            .Get<Pipeline.Leads.Shown.LeadQueries>()
            .GetAsync(Pipeline.Testing.PipelineBed.LeadIds.Of("anna@acme.example"), null, default);

        Assert.Equal(
            ["country=France", "employees=250", "job_title=CEO", "phone=+33 1 02 03 04 05"],
            lead!.Lead.Fields.Select(field => $"{field.Key}={field.Value}"));
    }

    [Fact]
    public async Task SecondAddressOfARole_IsLeftOut_AndSaid()
    {
        var outcome = await _bed.CrmAsync(ExportBed.File("pipedrive.csv"));

        var note = Assert.Single(outcome.Result!.Notes);
        Assert.Equal(2, note.Row);
        Assert.StartsWith("'noreply@acme.example' is left out", note.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hubspot-deals", "/api/crm")]
    [InlineData("pipedrive", "/api/crm")]
    [InlineData("google-ads", "/api/costs")]
    [InlineData("meta-ads", "/api/costs")]
    [InlineData("linkedin-ads", "/api/costs")]
    public async Task SameFileAgain_ChangesNothing(string preset, string route)
    {
        var first = await _bed.UploadAsync(route, ExportBed.File(preset + ".csv"));
        _bed.Bed.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await _bed.UploadAsync(route, ExportBed.File(preset + ".csv"));

        Assert.Equal((first.Result!.Rows, 0), (first.Result.Taken, first.Result.Unchanged));
        Assert.Equal((0, first.Result.Rows), (second.Result!.Taken, second.Result.Unchanged));
    }

    private static void Recognized(ImportOutcome outcome, string preset, int rows, int skipped)
    {
        Assert.True(outcome.Result is not null, string.Join("; ", outcome.Problems));
        var result = outcome.Result;
        Assert.True(
            result.RejectedRows == 0,
            string.Join("; ", result.Rejected.SelectMany(row => row.Problems, (row, problem) => $"{row.Row} {problem}")));
        Assert.Equal((rows, rows, skipped), (result.Rows, result.Taken, result.SkippedRows));
        Assert.Equal(new UsedPreset(preset, 1, true), result.Reading!.Preset);
    }

    // The same file with its columns in another order; lines of one field stay.
    private static byte[] Shuffle(byte[] file, char delimiter, Random random)
    {
        var encoding = file[0] == 0xFF ? Encoding.Unicode
            : System.Text.Unicode.Utf8.IsValid(file) ? Encoding.UTF8
            : CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
        using var reader = CsvReader.Create(
            Encoding.UTF8.GetBytes(encoding.GetString(file).TrimStart('\uFEFF')),
            new CsvReaderOptions { Separator = delimiter, HasHeader = false, SkipEmptyLines = false });
        var rows = new List<string[]>();
        while (reader.Read())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)]);
        }

        var order = Enumerable.Range(0, rows.Max(row => row.Length)).OrderBy(_ => random.Next()).ToList();
        return Encoding.UTF8.GetBytes(string.Concat(rows.Select(row => string.Join(
            delimiter,
            (row.Length == order.Count
                ? order.Select(i => row[i])
                : row).Select(field => $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\n")));
    }
}

using Pipeline.Channels;
using Pipeline.Crm;
using Pipeline.Imports.Dates;
using Pipeline.Imports.Presets;
using Pipeline.Lifecycle;
using Pipeline.Problems;
using Pipeline.Text;
using Pipeline.Uploads;

namespace Pipeline.UnitTests.Imports.Presets;

public sealed class PresetFilesTests : IDisposable
{
    private readonly ExportBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Fact]
    public void Presets_AreThoseThatArePromised() => Assert.Equal(
        [
            "excel-fr",
            "google-ads",
            "hubspot-contacts",
            "hubspot-deals",
            "linkedin-ads",
            "meta-ads",
            "microsoft-ads",
            "pipedrive",
            "salesforce",
            "zoho",
        ],
        PresetBook.All.Select(preset => preset.Name));

    [Fact]
    public void Presets_NameOnlyWhatThereIs()
    {
        foreach (var preset in PresetBook.All)
        {
            var table = preset.Endpoint == "/api/costs" ? _bed.Bed.Get<CostImport>().Table : CrmColumns.All;
            var columns = table.Columns.Select(column => column.Name).ToList();
            Assert.InRange(preset.Version, 1, 100);
            Assert.NotEmpty(preset.Title);
            Assert.Equal(preset.HasColumns, preset.Endpoint is not null);
            Assert.Equal(preset.HasColumns, preset.Marks.Count >= 2);
            Assert.Empty(preset.Columns.Select(column => column.Column)
                .Concat(preset.Constants.Keys)
                .Concat(preset.Advice.Keys)
                .Except(columns));
            Assert.Empty(preset.Columns.Select(column => column.Unless).Append(preset.SumWithout).OfType<string>().Except(columns));
            Assert.Equal(preset.Columns.Count, preset.Columns.Select(column => column.Column).Distinct().Count());
            Assert.All(preset.Marks, Assert.NotEmpty);
            foreach (var source in preset.Columns.SelectMany(column => column.From))
            {
                Assert.NotEmpty(source.Names);
                Assert.Equal(source.When.Count == 0, source.Is.Count == 0);
                var values = (source.Values ?? new Dictionary<string, IReadOnlyList<string>>())
                    .SelectMany(value => value.Value, (value, name) => (Folded: TextFold.Fold(name), value.Key)).ToList();
                Assert.Equal(
                    values.Select(value => value.Folded).Distinct().Count(),
                    values.Select(value => (value.Folded, value.Key)).Distinct().Count());
            }

            var problems = new List<Problem>();
            _ = preset.Dates is null ? null : DateForms.Read(preset.Dates, problems);
            Assert.Empty(problems);
            Assert.Contains(preset.DecimalMark, new[] { null, "comma", "point" });
        }
    }

    [Fact]
    public void Channels_OfPresets_AreChannels()
    {
        var named = PresetBook.All.SelectMany(preset => preset.Columns.Where(column => column.Column == "channel"))
            .SelectMany(column => column.From).SelectMany(source => source.Values!.Keys)
            .Concat(PresetBook.All.Select(preset => preset.Constants.GetValueOrDefault("channel")).OfType<string>());

        Assert.Empty(named.Except(ChannelNames.All));
    }

    // What the four products ship: names, and the ids that their exports write.
    [Theory]
    [InlineData("HubSpot", "Appointment Scheduled|appointmentscheduled|Qualified To Buy|qualifiedtobuy", "sql")]
    [InlineData(
        "HubSpot",
        "Presentation Scheduled|presentationscheduled|Decision Maker Bought-In|decisionmakerboughtin|Contract Sent|contractsent",
        "opportunity")]
    [InlineData("HubSpot", "Closed Won|closedwon", "customer")]
    [InlineData("HubSpot", "Closed Lost|closedlost", "lost")]
    [InlineData("HubSpot lifecycle", "lead", "lead")]
    [InlineData("HubSpot lifecycle", "Marketing Qualified Lead|marketingqualifiedlead", "mql")]
    [InlineData("HubSpot lifecycle", "Sales Qualified Lead|salesqualifiedlead", "sql")]
    [InlineData("HubSpot lifecycle", "opportunity", "opportunity")]
    [InlineData("HubSpot lifecycle", "customer", "customer")]
    [InlineData("HubSpot lifecycle", "evangelist", "advocate")]
    [InlineData("HubSpot lead status", "NEW|OPEN|IN_PROGRESS|ATTEMPTED_TO_CONTACT|CONNECTED|In progress|Attempted to contact", "lead")]
    [InlineData("HubSpot lead status", "OPEN_DEAL|Open deal", "opportunity")]
    [InlineData("HubSpot lead status", "UNQUALIFIED", "disqualified")]
    [InlineData("HubSpot lead status", "BAD_TIMING|Bad timing", "recycled")]
    [InlineData("Salesforce", "Prospecting|Qualification|Qualify", "sql")]
    [InlineData(
        "Salesforce",
        "Needs Analysis|Value Proposition|Id. Decision Makers|Perception Analysis|Proposal/Price Quote|Negotiation/Review",
        "opportunity")]
    [InlineData("Salesforce", "Meet & Present|Propose|Negotiate", "opportunity")]
    [InlineData("Salesforce", "Closed Won", "customer")]
    [InlineData("Salesforce", "Closed Lost", "lost")]
    [InlineData("Salesforce leads", "Open - Not Contacted|Working - Contacted|New|Working|Contacted", "lead")]
    [InlineData("Salesforce leads", "Closed - Converted", "opportunity")]
    [InlineData("Salesforce leads", "Closed - Not Converted|Unqualified", "disqualified")]
    [InlineData("Salesforce leads", "Nurturing", "recycled")]
    [InlineData("Pipedrive", "Lead In", "lead")]
    [InlineData("Pipedrive", "Qualified|Contact Made", "sql")]
    [InlineData("Pipedrive", "Demo Scheduled|Proposal Made|Negotiations Started", "opportunity")]
    [InlineData("Pipedrive", "Won|won", "customer")]
    [InlineData("Pipedrive", "Lost|lost", "lost")]
    [InlineData("Zoho", "Qualification", "sql")]
    [InlineData("Zoho", "Needs Analysis|Value Proposition|Identify Decision Makers|Proposal/Price Quote|Negotiation/Review", "opportunity")]
    [InlineData("Zoho", "Closed Won", "customer")]
    [InlineData("Zoho", "Closed Lost|Closed Lost to Competition", "lost")]
    public void ShippedStages_KnowTheNamesOfTheFourCrms(string product, string names, string stage)
    {
        var book = new StageBook(StagesDocument.Default);

        Assert.NotEmpty(product);
        Assert.All(names.Split('|'), name => Assert.Equal(stage, book.FindBehind(name)?.Id));
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Pipeline.Testing;

namespace Pipeline.EndToEndTests.App;

[Trait("Clock", "Today")]
public sealed class UploadTests(UploadTests.Fixture fixture) : IClassFixture<UploadTests.Fixture>
{
    // As Excel writes it in France; rows 5 and 9 are bad.
    private const string French =
        "\uFEFFAdresse e-mail;Étape;Date de clôture;Montant;Devise;Affaire;Commercial\r\n"
        + "anna@client.example.org;Qualifié;02/03/2026;;;A1;Jean\r\n"
        + "anna@client.example.org;Opportunité;05/03/2026;;;A1;Jean\r\n"
        + "anna@client.example.org;Gagné;12/03/2026;\"12 000,50\";EUR;A1;Jean\r\n"
        + "ben@client.example.org;Gagnée;31/02/2026;100;EUR;A2;Jean\r\n"
        + "cleo@client.example.org;Perdu;13/03/2026;;;A3;Marie\r\n"
        + "dora@client.example.org;Prospect;14/03/2026;;;;Marie\r\n"
        + "emil@client.example.org;MQL;14/03/2026;;;;Marie\r\n"
        + "noreply@client.example.org;Gagné;14/03/2026;1,234;USD;A4;Marie\r\n"
        + "fred@client.example.org;Devis;15/03/2026;\"2 500\";EUR;A5;Marie\r\n"
        + "gina@client.example.org;Gagné;16/03/2026;\"900,00\";EUR;A6;Marie\r\n";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task FrenchFile_TenRowsTwoBad_EightAreTaken_AndUploadingAgainChangesNothing()
    {
        const string Path = "api/crm?dates=dd/MM/yyyy";

        var dry = await PostAsync(Path + "&dryRun=true", "text/csv", French);
        var before = await fixture.App.GetTextAsync("api/leads");
        var first = await PostAsync(Path, "text/csv", French);
        await fixture.App.DrainAsync();
        var leads = await fixture.App.GetJsonAsync("api/leads");
        var anna = leads.GetProperty("leads")
            .EnumerateArray()
            .Single(lead => lead.GetProperty("email").GetString() == "anna@client.example.org");
        var lead = await fixture.App.GetJsonAsync($"api/leads/{anna.GetProperty("leadId").GetString()}?at=2026-04-01T00:00:00Z");
        var second = await PostAsync(Path, "text/csv", French);
        await fixture.App.DrainAsync();
        var again = await fixture.App.GetJsonAsync($"api/leads/{anna.GetProperty("leadId").GetString()}?at=2026-04-01T00:00:00Z");

        Assert.DoesNotContain("client.example.org", before, StringComparison.Ordinal);
        Assert.Equal("10/8/0/2 True", Counts(dry));
        Assert.Equal("10/8/0/2 False", Counts(first));
        Assert.Equal("10/0/8/2 False", Counts(second));
        Assert.Equal(["5 closeDate", "9 email", "9 amount"], Faults(first));
        Assert.Equal(6, leads.GetProperty("leads")
            .EnumerateArray()
            .Count(one => one.GetProperty("email").GetString()!.EndsWith("@client.example.org", StringComparison.Ordinal)));
        Assert.Equal(
            ["lead", "sql", "opportunity", "customer"],
            lead.GetProperty("stages").EnumerateArray().Select(stage => stage.GetProperty("stage").GetString()));
        Assert.Equal(1_200_050, lead.GetProperty("conversions").EnumerateArray().Last().GetProperty("amount").GetInt64());
        Assert.Equal(lead.GetRawText(), again.GetRawText());
        var rejected = await fixture.App.GetTextAsync("api/rejected?days=2");
        Assert.Contains("ben@client.example.org", rejected, StringComparison.Ordinal);
        Assert.Contains("/api/crm", rejected, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SameFile_SeveralTimesAtOnce_DoublesNothing()
    {
        const int Times = 4;
        const int People = 12;
        const int Deals = 8;
        var file = "email;stage;date;amount;currency;opportunity\n"
            + string.Concat(Enumerable
                .Range(0, People)
                .Select(n => $"p{n}@rush.example.org;Won;2026-03-12;{100 + n},00;EUR;R{n % Deals}\n"));

        var answers = await Task.WhenAll(Enumerable.Range(0, Times).Select(_ => PostAsync("api/crm?decimal=comma", "text/csv", file)));
        await fixture.App.DrainAsync();

        // Of several people on one deal the last row tells the amount; the others are on it all the same.
        Assert.All(answers, answer => Assert.Equal(
            (People, People - Deals, Deals),
            (answer.GetProperty("rows").GetInt32(), answer
                .GetProperty("replaced")
                .GetInt32(), answer.GetProperty("taken").GetInt32() + answer.GetProperty("unchanged").GetInt32())));
        var leads = (await fixture.App.GetJsonAsync("api/leads?q=rush.example.org&count=200")).GetProperty("leads")
            .EnumerateArray()
            .ToList();
        Assert.Equal(People, leads.Select(lead => lead.GetProperty("email").GetString()).Distinct().Count());
        Assert.Equal(People, leads.Count);
        foreach (var lead in leads)
        {
            var detail = await fixture.App.GetJsonAsync($"api/leads/{lead.GetProperty("leadId").GetString()}?at=2026-04-01T00:00:00Z");
            Assert.Single(
                detail.GetProperty("conversions").EnumerateArray(),
                one => one.TryGetProperty("amount", out var amount) && amount.ValueKind == JsonValueKind.Number);
            Assert.Empty(Assert.Single(detail.GetProperty("crm").EnumerateArray()).GetProperty("earlier").EnumerateArray());
        }
    }

    [Fact]
    public async Task Touches_AsJson_StandInTheJourney()
    {
        var answer = await PostAsync(
            "api/touches",
            "application/json",
            """{"rows":[{"email":"hugo@fair.example.org","date":"2026-03-02","name":"Salon","channel":"Referral"}]}""");
        await fixture.App.DrainAsync();
        var id = await Poll.UntilAsync(
            async () => (await fixture.App.GetJsonAsync("api/leads")).GetProperty("leads").EnumerateArray()
                .FirstOrDefault(lead => lead
                    .GetProperty("email")
                    .GetString() == "hugo@fair.example.org") is { ValueKind: JsonValueKind.Object } lead
                ? lead.GetProperty("leadId").GetString() : null,
            found => found is not null,
            Patience);
        var lead = await fixture.App.GetJsonAsync($"api/leads/{id}");

        Assert.Equal("1/1/0/0 False", Counts(answer));
        var source = lead.GetProperty("journey")[0].GetProperty("touch").GetProperty("source");
        Assert.Equal(("Referral", "Salon"), (source.GetProperty("channel").GetString(), source.GetProperty("campaign").GetString()));
    }

    [Fact]
    public async Task Upload_ThatCannotBeRead_IsAProblemDocument()
    {
        var (status, type, answer) = await SendAsync("api/crm?dates=dd/MM&header=x", "text/csv", "Phone;City\n1;2");

        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (status, type));
        Assert.Equal(
            ["dates", "header"], answer.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("field").GetString()));
    }

    private static string Counts(JsonElement result) =>
        $"{result.GetProperty("rows")}/{result.GetProperty("taken")}/{result.GetProperty("unchanged")}/{result.GetProperty("rejectedRows")} {result.GetProperty("dryRun").GetBoolean()}";

    private static IEnumerable<string> Faults(JsonElement result) => result.GetProperty("rejected").EnumerateArray()
        .SelectMany(
            row => row.GetProperty("problems").EnumerateArray(),
            (row, problem) => $"{row.GetProperty("row")} {problem.GetProperty("field").GetString()}");

    private async Task<JsonElement> PostAsync(string path, string contentType, string body)
    {
        var (status, _, answer) = await SendAsync(path, contentType, body);
        Assert.True(status == HttpStatusCode.OK, answer.GetRawText());
        return answer;
    }

    private async Task<(HttpStatusCode Status, string? Type, JsonElement Answer)> SendAsync(string path, string contentType, string body)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        using var response = await fixture.App.Client.PostAsync(new Uri(path, UriKind.Relative), content);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return (response.StatusCode, response.Content.Headers.ContentType?.MediaType, answer.RootElement.Clone());
    }

    public sealed class Fixture : IAsyncLifetime
    {
        private readonly AzuriteFixture _azurite = new();

        public PipelineApp App { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            await _azurite.InitializeAsync();
            App = await PipelineApp.StartAsync(_azurite.ConnectionString);
        }

        public async Task DisposeAsync()
        {
            await App.DisposeAsync();
            await _azurite.DisposeAsync();
        }
    }
}

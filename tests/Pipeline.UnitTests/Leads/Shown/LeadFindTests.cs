using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Functions.Health;
using Pipeline.Functions.Leads.Shown;
using Pipeline.Leads.Aliases;
using Pipeline.Leads.Shown;
using Pipeline.Lifecycle;
using Pipeline.Records;
using Pipeline.Settings;
using Pipeline.Testing;
using static Pipeline.UnitTests.Identity.Facts;

namespace Pipeline.UnitTests.Leads.Shown;

/// <summary>
/// A lead is found by its address, also by another one of it, without the address standing in a URL; lists come as files.
/// </summary>
public sealed class LeadFindTests : IDisposable
{
    private readonly PipelineBed _bed = PipelineBed.InMemory();
    private readonly ServiceProvider _services = new ServiceCollection().AddLogging().BuildServiceProvider();

    public void Dispose()
    {
        _bed.Dispose();
        _services.Dispose();
    }

    [Theory]
    [InlineData("ann@example.org", "ann")]
    [InlineData(" Ann@EXAMPLE.org", "ann")]
    [InlineData("old@example.org", "ann")]
    [InlineData("bob@exam", "bob")]
    [InlineData("acme", "ann")]
    [InlineData("ann martin", "ann")]
    [InlineData("nobody@example.org", "")]
    public async Task Find_ByAddressAliasNameOrCompany_GivesTheLead(string text, string expected)
    {
        await FillAsync();

        var (status, body) = await FindAsync(JsonSerializer.Serialize(new { q = text }));

        Assert.Equal(200, status);
        using var page = JsonDocument.Parse(body);
        var leads = page.RootElement.GetProperty("leads").EnumerateArray().Select(lead => lead.GetProperty("leadId").GetString()!);
        Assert.Equal(expected.Length == 0 ? [] : [Lead(expected == "ann" ? "old" : expected)], leads);
    }

    [Fact]
    public async Task Find_ByAddress_ReadsNoOtherLead()
    {
        await FillAsync();
        _bed.Calls.Reset();

        _ = await _bed.Get<LeadQueries>().ListAsync(new LeadListQuery { Filter = new LeadFilter { Text = Email("bob") } }, default);

        Assert.Equal(0, _bed.Calls.Count("Ranks"));
        Assert.InRange(_bed.Calls.Count("Leads"), 1, 3);
    }

    [Fact]
    public async Task Find_AtAMomentBeforeTheAlias_GivesTheLeadThatTheAddressWasThen()
    {
        await FillAsync();
        var query = new LeadListQuery { At = At(20), Filter = new LeadFilter { Text = Email("ann") } };

        Assert.Equal(Lead("ann"), Assert.Single((await _bed.Get<LeadQueries>().ListAsync(query, default)).Leads).LeadId);
    }

    [Theory]
    [InlineData("""{"q":"bob","stag":"lead"}""", "stag")]
    [InlineData("""{"q":["a"]}""", "q")]
    [InlineData("""{"count":0}""", "count")]
    [InlineData("[]", "")]
    public async Task Find_WithAFaultyBody_IsRefusedAndNamesTheMember(string body, string field)
    {
        var (status, answer) = await FindAsync(body);

        Assert.Equal(400, status);
        using var problem = JsonDocument.Parse(answer);
        Assert.Equal(
            field, Assert.Single(problem.RootElement.GetProperty("errors").EnumerateArray()).GetProperty("field").GetString() ?? "");
    }

    [Fact]
    public async Task Csv_OfLeads_HasThemAllWithPhoneOwnerAndSources()
    {
        await FillAsync();

        var (status, body) = await FindAsync("""{"format":"csv"}""");

        Assert.Equal(200, status);
        var lines = body.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("lead,email,name,company,phone,owner,stage,", lines[0], StringComparison.Ordinal);
        var ann = Assert.Single(lines, line => line.StartsWith(Lead("old"), StringComparison.Ordinal)).Split(',');
        var columns = lines[0].Split(',').ToList();
        Assert.Equal(("Ann Martin", "Acme Ltd", "'+33 1 23"), (Cell("name"), Cell("company"), Cell("phone")));
        Assert.Equal(
            ("2026-03-02T08:30:00Z", "Organic Social", "twitter", "Direct"),
            (Cell("last_activity_at"), Cell("first_channel"), Cell("first_source"), Cell("latest_channel")));

        string Cell(string column) => ann[columns.IndexOf(column)];
    }

    [Fact]
    public async Task Csv_WithACount_HasThatMany_AndFrenchHeadings()
    {
        await FillAsync();

        var (_, body) = await FindAsync("""{"format":"csv","count":1,"excel":"fr"}""");

        var lines = body.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Contains(";adresse e-mail;nom;entreprise;téléphone;responsable;", lines[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"q":"\ud800"}""", "q")]
    [InlineData("""{"q":"ann","\u0071":"bob"}""", "q")]
    public async Task Find_NameThatStandsTwice_OrHalfACharacter_Is400ThatNamesIt(string question, string field)
    {
        var (status, body) = await FindAsync(question);

        Assert.Equal(400, status);
        Assert.Contains($"\"field\":\"{field}\"", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://h/api/leads?q=ann%40example.org&code=k", false, "https://h/api/leads?q=*&code=*")]
    [InlineData("/api/leads?flag&q=a=b#end", false, "/api/leads?flag&q=*")]
    [InlineData("/api/leads/l_1", false, "/api/leads/l_1")]
    [InlineData("q=ann%40example.org&at=2026", true, "q=*&at=*")]
    [InlineData("?q=ann", true, "?q=*")]
    [InlineData("", true, "")]
    public void Traces_HaveTheNamesOfParametersAlone(string text, bool isQuery, string expected) =>
        Assert.Equal(expected, QueryRedaction.WithoutValues(text, isQuery));

    private async Task FillAsync()
    {
        await _bed.CaptureAsync(
            View("v", 0, source: "twitter"),
            Form("f", 10, "ann").Queued() with
            {
                Fields = new() { ["First Name"] = "Ann", ["Last Name"] = "Martin", ["company"] = "Acme Ltd", ["Phone"] = "+33 1 23" },
            },
            Form("g", 15, "old", "v2").Queued(),
            Form("h", 16, "bob", "v3").Queued());
        await _bed.CaptureAsync(View("w", 30, visitor: "v2"));
        _bed.Clock.Advance(TimeSpan.FromMinutes(1));
        await _bed.Get<AliasRequests>().AliasAsync(new AliasChange(Email("old"), Email("ann"), new ActionNote(null, null)), default);
        await _bed.DrainAsync();
    }

    private async Task<(int Status, string Body)> FindAsync(string body)
    {
        var context = new DefaultHttpContext { RequestServices = _services };
        context.Request.Method = "POST";
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        using var answer = new MemoryStream();
        context.Response.Body = answer;
        var result = await new FindLeads(_bed.Get<LeadLists>(), _bed.Get<RulesCache<StageBook>>()).Run(context.Request, default);
        await result.ExecuteAsync(context);
        return (context.Response.StatusCode, Encoding.UTF8.GetString(answer.ToArray()));
    }
}

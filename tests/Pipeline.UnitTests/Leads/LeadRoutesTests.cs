using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Functions.Leads;
using Pipeline.Functions.Leads.Aliases;
using Pipeline.Functions.Leads.Shown;
using Pipeline.Leads;
using Pipeline.Leads.Aliases;
using Pipeline.Leads.Shown;
using Pipeline.Records;
using Pipeline.Ruleset;
using Pipeline.Settings;
using Pipeline.Testing;
using Pipeline.Time;
using static Pipeline.UnitTests.Identity.Facts;

namespace Pipeline.UnitTests.Leads;

public sealed class LeadRoutesTests : IDisposable
{
    private readonly PipelineBed _bed = PipelineBed.InMemory();
    private readonly ServiceProvider _services = new ServiceCollection().AddLogging().BuildServiceProvider();

    public void Dispose()
    {
        _bed.Dispose();
        _services.Dispose();
    }

    [Theory]
    [InlineData("", 200)]
    [InlineData("{}", 200)]
    [InlineData("""{"actor":"olga","reason":null,"more":1}""", 200)]
    [InlineData("{", 400)]
    [InlineData("[]", 400)]
    [InlineData("""{"actor":1,"reason":"\ud800"}""", 400)]
    public async Task UndoLink_Body_IsOptionalButMustBeRight(string body, int status)
    {
        await _bed.CaptureAsync(Form("f", 0, "ann").Queued());

        var (answered, _) = await AnswerAsync(body, request => UndoLink().Run(request, Lead("ann"), FactKey.Of("f"), default));

        Assert.Equal(status, answered);
    }

    [Fact]
    public async Task UndoLink_FaultsOfTheBody_AreAllTold()
    {
        var body = JsonSerializer.Serialize(new
        {
            actor = new string('a', ActionNote.MaxActor + 1),
            reason = new string('r', ActionNote.MaxReason + 1)
        });

        var (status, answer) = await AnswerAsync(body, request => UndoLink().Run(request, Lead("ann"), FactKey.Of("f"), default));

        Assert.Equal(400, status);
        Assert.Equal(["actor", "reason"], Fields(answer));
    }

    [Fact]
    public async Task UndoLink_UnknownLink_Is404WithWhatToDo()
    {
        var (status, answer) = await AnswerAsync("", request => UndoLink().Run(request, Lead("ann"), FactKey.Of("f"), default));

        Assert.Equal(404, status);
        Assert.Contains("GET /api/leads/{id}", answer.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"from":"ann@example.org","to":"Anna@Example.org"}""", 200, "")]
    [InlineData("", 400, "from to")]
    [InlineData("""{"from":"ann","to":"@"}""", 400, "from to")]
    [InlineData("""{"from":"ann@example.org","to":"ANN@example.org"}""", 400, "to")]
    [InlineData("""{"from":"bob@example.org","to":"old@example.org"}""", 409, "")]
    [InlineData("""{"from":"old@example.org","to":"stays@example.org"}""", 409, "")]
    public async Task AliasLead_Request_AnswersItsStatus(string body, int status, string fields)
    {
        await _bed
            .Get<AliasRequests>()
            .AliasAsync(new AliasChange("stays@example.org", "old@example.org", new ActionNote(null, null)), default);

        var (answered, answer) = await AnswerAsync(body, request => new AliasLead(_bed.Get<AliasRequests>()).Run(request, default));

        Assert.Equal(status, answered);
        Assert.Equal(fields, answered == 200 ? "" : string.Join(' ', Fields(answer)));
    }

    [Theory]
    [InlineData("""{"from":"stays@example.org","to":"old@example.org"}""", 200)]
    [InlineData("""{"from":"bob@example.org","to":"old@example.org"}""", 404)]
    [InlineData("""{"from":"stays@example.org"}""", 400)]
    public async Task UndoAlias_Request_AnswersItsStatus(string body, int status)
    {
        await _bed
            .Get<AliasRequests>()
            .AliasAsync(new AliasChange("stays@example.org", "old@example.org", new ActionNote(null, null)), default);

        var (answered, _) = await AnswerAsync(body, request => new UndoAlias(_bed.Get<AliasRequests>()).Run(request, default));

        Assert.Equal(status, answered);
    }

    [Theory]
    [InlineData("""{"event":"f","actor":"olga","reason":"not her"}""", "ann", 200)]
    [InlineData("""{"visitor":"vvvvvvvvvvvvvvvvvvvvvvvvv2","actor":"olga","reason":"not her"}""", "ann", 200)]
    [InlineData("""{"event":"f","actor":"olga","reason":"not her"}""", "bob", 404)]
    [InlineData("""{"event":"f","actor":"olga"}""", "ann", 400)]
    [InlineData("""{"event":"f","visitor":"vvvvvvvvvvvvvvvvvvvvvvvvv2","actor":"olga","reason":"not her"}""", "ann", 400)]
    [InlineData("", "ann", 400)]
    [InlineData("[]", "ann", 400)]
    public async Task Disown_Request_AnswersItsStatusAndItsUndoToo(string body, string name, int status)
    {
        await _bed.CaptureAsync(Form("f", 0, "ann").Queued());
        var requests = _bed.Get<DisownRequests>();

        var (answered, answer) = await AnswerAsync(body, request => new DisownClaim(requests).Run(request, Lead(name), default));
        var (undone, undo) = await AnswerAsync(body, request => new UndoDisown(requests).Run(request, Lead(name), default));

        Assert.Equal((status, status), (answered, undone));
        Assert.Equal(status == 200 ? false : null, Undone(answer));
        Assert.Equal(status == 200 ? true : null, Undone(undo));

        static bool? Undone(JsonDocument answer) => answer.RootElement.TryGetProperty("undone", out var value) ? value.GetBoolean() : null;
    }

    [Fact]
    public async Task GetLead_OfWhichNothingIsLeft_AnswersItsAuditUntilTheUndo()
    {
        await _bed.CaptureAsync(Form("f", 0, "ann").Queued());
        var change = new DisownChange("f", null, false, new ActionNote("olga", "not her"));
        await _bed.Get<DisownRequests>().RunAsync(Lead("ann"), change, default);
        await _bed.DrainAsync();

        var (status, answer) = await AnswerAsync("", request => new GetLead(_bed.Get<LeadQueries>()).Run(request, Lead("ann"), default));

        Assert.Equal((200, 1), (status, answer.RootElement.GetProperty("disowned").GetArrayLength()));
        Assert.Equal(
            ["disown", "link"],
            answer.RootElement.GetProperty("audit").EnumerateArray().Select(line => line.GetProperty("action").GetString()).Order());
        Assert.Equal(
            404, (await AnswerAsync("", request => new GetLead(_bed.Get<LeadQueries>()).Run(request, Lead("bob"), default))).Status);
    }

    [Theory]
    [InlineData(19, null)]
    [InlineData(20, "2026-03-02T08:20:00")]
    public async Task SharedDevice_OfThreeLeads_IsOneWithinTheConfiguredWindow(int minutes, string? since)
    {
        await _bed.CaptureAsync(
            Form("1", 0, "ann").Queued(), Form("2", 10, "bob").Queued(), Form("3", 20, "cid").Queued(), View("later", 30));
        var rules = await _bed.Get<CurrentRules>().GetAsync(default) with { SharedDeviceWindow = TimeSpan.FromMinutes(minutes) };

        var cid = new LeadView(rules, _bed.Get<LocalTime>()).Evaluate(
            await _bed.Get<LeadHistoryReader>().ReadAsync(Lead("cid"), default), _bed.Clock.GetUtcNow())!;

        Assert.Equal(
            since, cid.SharedDevices is [var first] ? first.Since.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture) : null);
        Assert.Equal(since is null, cid.Events.Any(item => item.Event.Id == "later"));
    }

    [Theory]
    [InlineData("00:00:59.9999999", false)]
    [InlineData("00:01:00", true)]
    [InlineData("365.00:00:00", true)]
    [InlineData("365.00:00:00.0000001", false)]
    public void SharedDeviceWindow_IsFromOneMinuteToAYear(string window, bool isValid) => Assert.Equal(
        isValid,
        new RulesOptionsValidator().Validate(
            null, new RulesOptions { SharedDeviceWindow = TimeSpan.Parse(window, CultureInfo.InvariantCulture) }).Succeeded);

    private static IEnumerable<string?> Fields(JsonDocument answer) =>
        answer.RootElement.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("field").GetString());

    private UndoLink UndoLink() => new(_bed.Get<LinkUndo>());

    private async Task<(int Status, JsonDocument Answer)> AnswerAsync(string body, Func<HttpRequest, Task<IResult>> run)
    {
        var context = new DefaultHttpContext { RequestServices = _services };
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        using var answer = new MemoryStream();
        context.Response.Body = answer;
        await (await run(context.Request)).ExecuteAsync(context);
        return (context.Response.StatusCode, JsonDocument.Parse(answer.ToArray()));
    }
}

using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Pipeline.Capture;
using Pipeline.Capture.Queueing;
using Pipeline.Events;
using Pipeline.Functions.Rejected;
using Pipeline.Imports;
using Pipeline.Leads.Facts;
using Pipeline.Records;
using Pipeline.Rejected;
using Pipeline.Replay;
using Pipeline.UnitTests.Capture;
using static Pipeline.UnitTests.Crm.CrmBed;

namespace Pipeline.UnitTests.Crm;

/// <summary>Rows of uploads that could not be taken: all are kept, and can be repaired and replayed.</summary>
public sealed class RejectedUploadTests : IDisposable
{
    private const string Header = "email;stage;date;amount;opportunity\n";
    private static readonly (string, string)[] French = [("dates", "dd/MM/yyyy"), ("decimal", "comma"), ("delimiter", ";")];

    private readonly CrmBed _bed = new();
    private readonly CaptureBed _capture = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddLogging().BuildServiceProvider();

    public void Dispose()
    {
        _bed.Dispose();
        _capture.Dispose();
        _services.Dispose();
    }

    [Theory]
    [InlineData(999, 999)]
    [InlineData(1_000, 1_000)]
    [InlineData(1_001, 1_001)]
    [InlineData(1_500, 1_002)]
    public async Task Upload_WithManyBadRows_KeepsThemAllAndListsThemPageByPage(int bad, int kept)
    {
        var result = await UploadAsync(bad);

        Assert.Equal((bad + 1, 1, bad, Math.Min(bad, 1_000)), (result.Rows, result.Taken, result.RejectedRows, result.Rejected.Count));
        var all = await ListAsync(400);
        Assert.Equal(kept, all.Count);
        Assert.Equal(kept, all.Select(item => item.GetProperty("id").GetString()).Distinct().Count());
        var rows = all.SelectMany(item => RowsOf(item.GetProperty("payload").GetString()!)).ToList();
        Assert.Equal(
            Enumerable.Range(0, bad).Select(n => $"p{n}@example.org").Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
        Assert.All(
            all,
            item => Assert.InRange(Encoding.UTF8.GetByteCount(item.GetProperty("payload").GetString()!), 1, RejectedEvent.MaxPayloadBytes));
        Assert.All(all, item => Assert.False(item.GetProperty("truncated").GetBoolean()));
    }

    [Fact]
    public async Task Replay_OfAPage_TellsEveryFaultThatIsLeft_AndTakesItWholeWhenRepaired()
    {
        await UploadAsync(1_010);
        var page = (await ListAsync(1_000)).Single(item => RowsOf(item.GetProperty("payload").GetString()!).Count > 1);
        Assert.Equal("row 1003, date", page.GetProperty("problems")[0].GetString()!.Split(':')[0]);
        var id = Id(page);
        var payload = page.GetProperty("payload").GetString()!;

        var left = await ReplayAsync(
            id,
            payload.Replace("\"32/03/2026\"", "\"31/03/2026\"", StringComparison.Ordinal).Replace("p1001@", "", StringComparison.Ordinal));
        var unchanged = await ReplayAsync(id, null);
        Assert.Equal((ReplayStatus.StillRejected, "rows[1].email"), (left.Status, Assert.Single(left.Problems).Field));
        Assert.Equal((ReplayStatus.StillRejected, 10), (unchanged.Status, unchanged.Problems.Count));
        Assert.Null((await _bed.Bed.Get<ILeadStore>().GetProfileAsync(Lead("p1000"), default)).Value);

        var taken = await ReplayAsync(id, payload.Replace("\"32/03/2026\"", "\"31/03/2026\"", StringComparison.Ordinal));

        Assert.Equal((ReplayStatus.Accepted, ReplayStatus.AlreadyReplayed), (taken.Status, (await ReplayAsync(id, null)).Status));
        await _bed.Bed.DrainAsync();
        Assert.Equal("customer", (await _bed.GetAsync("p1000")).Lead.Stage);
        Assert.Equal("customer", (await _bed.GetAsync("p1009")).Lead.Stage);
    }

    [Fact]
    public async Task Replay_OfARepairedRow_IsReadAsItsUploadSaid_AndIsAsOldAsIt()
    {
        await _bed.CrmAsync(Header + "ann@example.org;Gagné;10.03.2026;1.234,50;7\n", French);
        var rejected = (await ListAsync(10)).Single();
        await _bed.CrmAsync(Header + "ann@example.org;Gagné;10/03/2026;99,00;7\n", French);

        var outcome = await ReplayAsync(
            Id(rejected), rejected.GetProperty("payload").GetString()!.Replace("10.03.2026", "10/03/2026", StringComparison.Ordinal));

        Assert.Equal(ReplayStatus.Accepted, outcome.Status);
        await _bed.Bed.DrainAsync();
        var lead = await _bed.GetAsync("ann");
        Assert.Equal([9_900L, 123_450L], lead.Crm.Single().Earlier.Prepend(lead.Crm[0].Current).Select(version => version.Amount!.Value));
        Assert.Equal(rejected.GetProperty("receivedAt").GetDateTimeOffset(), lead.Crm[0].Earlier[0].UploadedAt);
    }

    // Rows after the first thousand are kept in pages: each still stands where it stood in its file.
    [Fact]
    public async Task Replay_OfAPage_PutsEachRowWhereItStood()
    {
        var rows = Enumerable.Range(0, 1_010).Select(n => n is 1_003 or 1_007
            ? $"ann@example.org;Gagné;30/03/2026;{n},00;D1\n"
            : $"ann@example.org;Gagné;32/03/2026;{n},00;{(n is 1_004 or 1_008 ? "D1" : $"d{n}")}\n");
        await _bed.CrmAsync(Header + string.Concat(rows), French);
        var page = (await ListAsync(1_000)).Single(item => RowsOf(item.GetProperty("payload").GetString()!).Count > 1);

        var outcome = await ReplayAsync(
            Id(page), page.GetProperty("payload").GetString()!.Replace("\"32/03/2026\"", "\"30/03/2026\"", StringComparison.Ordinal));

        Assert.Equal(ReplayStatus.Accepted, outcome.Status);
        await _bed.Bed.DrainAsync();
        Assert.Equal(100_800L, (await _bed.GetAsync("ann")).Crm.Single(row => row.Opportunity == "D1").Current.Amount);
    }

    [Fact]
    public async Task Replay_OfWhatIsNoRow_StaysRejected()
    {
        await _bed.CrmAsync(Header + "ann@example.org;Gagné;x;;\n", French);
        var id = Id((await ListAsync(10)).Single());

        Assert.All(
            new[] { await ReplayAsync(id, "[]"), await ReplayAsync(id, "{"), await ReplayAsync(id, "[1]") },
            outcome => Assert.Equal((ReplayStatus.StillRejected, 1), (outcome.Status, outcome.Problems.Count)));
    }

    private async Task<ImportResult> UploadAsync(int bad) => await _bed.CrmAsync(
        Header + "good@example.org;Gagné;30/03/2026;1,00;\n"
            + string.Concat(Enumerable.Range(0, bad).Select(n => $"p{n}@example.org;Gagné;32/03/2026;{n},00;\n")),
        French);

    // As the interface gives them, page after page.
    private async Task<IReadOnlyList<JsonElement>> ListAsync(int count)
    {
        var all = new List<JsonElement>();
        for (var after = ""; ;)
        {
            var context = new DefaultHttpContext { RequestServices = _services };
            context.Request.QueryString = new QueryString($"?count={count}&after={after}");
            using var body = new MemoryStream();
            context.Response.Body = body;
            var list = new ListRejected(_bed.Bed.Get<IRejectedStore>(), _bed.Bed.Clock);
            await (await list.Run(context.Request, default)).ExecuteAsync(context);
            using var answer = JsonDocument.Parse(body.ToArray());
            all.AddRange(answer.RootElement.GetProperty("rejected").EnumerateArray().Select(item => item.Clone()));
            if (!answer.RootElement.TryGetProperty("next", out var next) || next.GetString() is not { } more)
            {
                return all;
            }

            after = more;
        }
    }

    private static List<string> RowsOf(string payload)
    {
        using var document = JsonDocument.Parse(payload);
        return document.RootElement.TryGetProperty("rows", out var rows)
            ? [.. rows.EnumerateArray().Select(row => row.GetProperty("email").GetString()!)]
            : [document.RootElement.GetProperty("email").GetString()!];
    }

    private static RejectedId Id(JsonElement item) =>
        RejectedId.TryParse(item.GetProperty("id").GetString(), out var id) ? id : throw new FormatException();

    private Task<ReplayOutcome> ReplayAsync(RejectedId id, string? repaired) => new ReplayHandler(
        _bed.Bed.Get<IRejectedStore>(),
        _capture.Get<GroupCommit>(),
        _bed.Bed.Get<IWorkQueue>(),
        _bed.Bed.Get<UploadRoutes>(),
        _bed.Bed.Get<ConflictRetry>(),
        _bed.Bed.Clock,
        Options.Create(new CaptureOptions())).HandleAsync(id, repaired, default);
}

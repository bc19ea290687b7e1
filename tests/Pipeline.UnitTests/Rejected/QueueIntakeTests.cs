using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Events.Messages;
using Pipeline.Functions.Identity;
using Pipeline.Functions.Leads.Handoffs;
using Pipeline.Functions.Rollups;
using Pipeline.Functions.Scoring.Refresh;
using Pipeline.Identity;
using Pipeline.Leads.Handoffs;
using Pipeline.Problems;
using Pipeline.Records;
using Pipeline.Rejected;
using Pipeline.Rollups;
using Pipeline.Scoring.Refresh;
using Pipeline.Testing;

namespace Pipeline.UnitTests.Rejected;

public sealed class QueueIntakeTests
{
    private readonly FakeRejectedStore _store = new();
    private readonly List<string> _handled = [];

    public static TheoryData<string, string> QueuesAndBadMessages()
    {
        string[] messages =
        [
            "{\"v\":1}", "%%%", "abc", "\u00e4\u20ac", "//79", "eyJ2IjoxLCJhIjoi/yJ9", "", "e30", Base64("{"), Base64("null"),
            Base64("[1]"), Base64("no JSON"), Base64("{}"),
            Base64("{\"v\":99,\"version\":99}"),
            Base64("{\"v\":2,\"version\":1,\"events\":[null],\"leadIds\":[null],\"leadId\":null,\"entry\":1,\"day\":null}"),
        ];
        var data = new TheoryData<string, string>();
        foreach (var queue in new[] { QueueNames.Events, QueueNames.Scores, QueueNames.Handoffs, QueueNames.Rollups })
        {
            foreach (var message in messages)
            {
                data.Add(queue, message);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(QueuesAndBadMessages))]
    public async Task Functions_MessageThatCannotBeRead_IsKeptAndDoneWith(string queue, string message)
    {
        using var bed = PipelineBed.InMemory();

        await RunAsync(bed, queue, message);

        var today = DateOnly.FromDateTime(bed.Clock.GetUtcNow().UtcDateTime);
        var kept = Assert.Single(await bed.Get<IRejectedStore>().ListAsync(today, null, 10, default)).Rejected;
        Assert.Equal(($"queue:{queue}", Problem.Malformed), (kept.Endpoint, kept.Reason));
        Assert.NotEmpty(kept.Problems.Single());
        Assert.Empty(bed.Queue.Waiting);
    }

    [Theory]
    [InlineData("{ plain JSON }", "{ plain JSON }", "not Base64")]
    [InlineData("//79", "//79", "not UTF-8")]
    [InlineData("eyBubyBKU09O", "{ no JSON", "'n' is an invalid start")]
    public async Task Handle_MessageThatCannotBeRead_KeepsItWholeWithItsReason(string text, string payload, string problem)
    {
        await HandleAsync(text);

        var kept = Assert.Single(_store.Rows).Rejected;
        Assert.Equal((payload, false), (kept.Payload, kept.Truncated));
        Assert.Contains(problem, kept.Problems.Single(), StringComparison.Ordinal);
        Assert.Empty(_handled);
    }

    [Theory]
    [InlineData("eyJ2IjoxLCJldmVudHMiOltdfQ==")]
    [InlineData(" eyJ2IjoxLCJl\r\ndmVudHMiOltdfQ==\n")]
    public async Task Handle_Base64WithWhiteSpaceOrWithout_IsRead(string text)
    {
        await HandleAsync(text);

        Assert.Equal(["1"], _handled);
        Assert.Empty(_store.Rows);
    }

    [Fact]
    public async Task Handle_StoreThatFails_LetsTheQueueTryAgain()
    {
        _store.FailingAdds = 1;

        await Assert.ThrowsAsync<IOException>(() => HandleAsync("%"));
        await HandleAsync("%");

        Assert.Single(_store.Rows);
    }

    [Fact]
    public void Handle_AnyText_EndsAsMessageOrAsRejectedAndKeepsEveryCharacterOfWhatIsNoBase64() => Prop.ForAll<string>(text =>
    {
        var clean = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? ""));
        var store = new FakeRejectedStore();
        var handled = 0;

        new QueueIntake(store, new FakeWorkQueue(), new ManualClock(), NullLogger<QueueIntake>.Instance)
            .HandleAsync<EventMessage>("events", clean, EventMessageJson.TryParse, (_, _) => Task.FromResult(handled++), default)
            .GetAwaiter()
            .GetResult();

        var isBase64 = Convert.TryFromBase64String(clean, new byte[clean.Length], out _);
        return handled + store.Rows.Count == 1 && (isBase64 || store.Rows[0].Rejected.Payload == clean);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task Handle_LongestMessage_IsDecodedWithoutACopyOfItsOwn()
    {
        const int Ours = 1_024;
        var text = Base64(new string('{', EventMessage.MaxBytes));
        var intake = new QueueIntake(_store, new FakeWorkQueue(), new ManualClock(), NullLogger<QueueIntake>.Instance);
        await AllocatedAsync();

        var allocated = await AllocatedAsync();

        Assert.Equal(65_536, text.Length);
        Assert.True(allocated < Ours, $"{allocated} bytes were allocated.");

        async Task<long> AllocatedAsync()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            await intake.HandleAsync<string>("events", text, TakeAnything, (_, _) => Task.CompletedTask, default);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static bool TakeAnything(ReadOnlySpan<byte> json, out string message, out string problem)
    {
        (message, problem) = ("", "");
        return json.Length == EventMessage.MaxBytes;
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static Task RunAsync(PipelineBed bed, string queue, string message) => queue switch
    {
        QueueNames.Events => new StitchIdentity(bed.Get<QueueIntake>(), bed.Get<IdentityHandler>()).Run(message, default),
        QueueNames.Scores => new UpdateScores(bed.Get<QueueIntake>(), bed.Get<LeadRefreshHandler>()).Run(message, default),
        QueueNames.Handoffs => new SendHandoff(bed.Get<QueueIntake>(), bed.Get<HandoffHandler>()).Run(message, default),
        _ => new BuildRollup(bed.Get<QueueIntake>(), bed.Get<RollupHandler>()).Run(message, default),
    };

    private Task HandleAsync(string text) =>
        new QueueIntake(_store, new FakeWorkQueue(), new ManualClock(), NullLogger<QueueIntake>.Instance)
            .HandleAsync<EventMessage>("events", text, EventMessageJson.TryParse, KeepAsync, default);

    private Task KeepAsync(EventMessage message, CancellationToken cancellationToken)
    {
        _handled.Add($"{message.Version}");
        return Task.CompletedTask;
    }
}

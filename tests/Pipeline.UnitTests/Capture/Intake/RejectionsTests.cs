using Pipeline.Capture.Intake;
using Pipeline.Events;
using Pipeline.Events.Messages;

namespace Pipeline.UnitTests.Capture.Intake;

public sealed class RejectionsTests
{
    [Theory]
    [InlineData(20, 20, 0)]
    [InlineData(21, 20, 1)]
    [InlineData(300, 20, 280)]
    public async Task Request_OfFaultyEvents_KeepsTwentyAndCountsTheRest(int faults, int kept, int counted)
    {
        using var bed = new CaptureBed();

        var outcome = await bed.PostAsync(Faulty("r", faults));

        Assert.Equal(faults, outcome.Answer.Rejected.Count);
        Assert.Equal((kept, counted), (Kept(bed).Count, Counted(bed)));
    }

    [Fact]
    public async Task Request_WithGoodEventsAmongFaultyOnes_StoresThem()
    {
        using var bed = new CaptureBed();
        var bad = string.Join(',', Enumerable.Range(0, 200).Select(place => $$"""{"id":"b{{place}}","type":"dance"}"""));

        var outcome = await bed.PostAsync(
            $$"""{"v":1,"visitor":"c1","events":[{{bad}},{"id":"good","type":"page_view","url":"https://www.example.org/"}]}""");

        Assert.Equal((1, 200), (outcome.Answer.Accepted, outcome.Answer.Rejected.Count));
        Assert.Equal("good", Assert.Single(bed.Queue.Events).Id);
    }

    [Fact]
    public async Task Request_WithAKey_KeepsAllOfThem()
    {
        using var bed = new CaptureBed();

        await bed.PostAsync(Faulty("s", 200), IntakeMode.Server);

        Assert.Equal((200, 0), (Kept(bed).Count, Counted(bed)));
    }

    [Fact]
    public async Task Second_WithMoreThanFifty_KeepsFiftyAndSendsOneCountAfterFiveSeconds()
    {
        using var bed = new CaptureBed();
        for (var request = 0; request < 60; request++)
        {
            await bed.PostAsync(Faulty($"r{request}", 1));
        }

        Assert.Equal((50, 0), (Kept(bed).Count, Counted(bed)));

        var messages = bed.Queue.Messages.Count;
        bed.Clock.Advance(Rejections.CountEvery - TimeSpan.FromTicks(1));
        Assert.Equal(messages, bed.Queue.Messages.Count);
        bed.Clock.Advance(TimeSpan.FromTicks(1));

        Assert.Equal((messages + 1, 10), (bed.Queue.Messages.Count, Counted(bed)));
    }

    [Fact]
    public async Task Second_AfterAFlood_KeepsAgain()
    {
        using var bed = new CaptureBed();
        for (var request = 0; request < 51; request++)
        {
            await bed.PostAsync(Faulty($"r{request}", 1));
        }

        bed.Clock.Advance(TimeSpan.FromSeconds(1));
        await bed.PostAsync(Faulty("next", 1));

        Assert.Contains("next-0", Kept(bed)[^1].Payload, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_WithNumbersInMemory_SendsThem()
    {
        using var bed = new CaptureBed();
        for (var request = 0; request < 53; request++)
        {
            await bed.PostAsync(Faulty($"r{request}", 1));
        }

        foreach (var service in bed.Services.OfType<Microsoft.Extensions.Hosting.IHostedLifecycleService>())
        {
            await service.StoppedAsync(default);
        }

        Assert.Equal(3, Counted(bed));
    }

    private static string Faulty(string name, int count) =>
        $$"""{"v":1,"visitor":"c1","events":[{{string.Join(',', Enumerable.Range(0, count).Select(place => $$"""{"id":"{{name}}-{{place}}","type":"dance"}"""))}}]}""";

    private static List<RejectedEvent> Kept(CaptureBed bed) => [.. Messages(bed).SelectMany(message => message.Rejected)];

    private static int Counted(CaptureBed bed) =>
        Messages(bed).SelectMany(message => message.RejectedTallies ?? []).Sum(tally => tally.Count);

    private static IEnumerable<EventMessage> Messages(CaptureBed bed) => bed.Queue.Messages;
}

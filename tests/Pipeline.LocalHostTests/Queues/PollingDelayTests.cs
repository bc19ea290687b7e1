using Pipeline.LocalHost.Queues;

namespace Pipeline.LocalHostTests.Queues;

public sealed class PollingDelayTests
{
    [Theory]
    [InlineData(0.0, new[] { 100, 180, 260, 420, 740, 1000, 1000 })]
    [InlineData(0.5, new[] { 100, 200, 300, 500, 900, 1000, 1000 })]
    [InlineData(1.0, new[] { 100, 220, 340, 580, 1000, 1000, 1000 })]
    public void Next_WithoutMessages_GrowsToTheMaximum(double random, int[] expectedMs)
    {
        var delay = new PollingDelay(TimeSpan.FromSeconds(1), () => random);

        Assert.Equal(expectedMs, expectedMs.Select(_ => (int)Math.Round(delay.Next(found: false).TotalMilliseconds)));
    }

    [Fact]
    public void Next_AfterMessages_StartsAgain()
    {
        var delay = new PollingDelay(TimeSpan.FromMinutes(1), () => 0.5);
        for (var i = 0; i < 5000; i++)
        {
            delay.Next(found: false);
        }

        Assert.Equal(TimeSpan.FromMinutes(1), delay.Next(found: false));
        Assert.Equal(TimeSpan.Zero, delay.Next(found: true));
        Assert.Equal(TimeSpan.FromMilliseconds(100), delay.Next(found: false));
    }
}

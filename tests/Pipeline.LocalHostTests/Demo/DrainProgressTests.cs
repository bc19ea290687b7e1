using Pipeline.LocalHost.Demo;

namespace Pipeline.LocalHostTests.Demo;

public sealed class DrainProgressTests
{
    [Fact]
    public void Share_WorkThatBringsWork_NeverFalls()
    {
        var progress = new DrainProgress();

        Assert.Equal([0, 0.5, 0.5, 0.5, 0.75, 1], new long[] { 100, 50, 100, 400, 100, 0 }.Select(progress.Share));
    }
}

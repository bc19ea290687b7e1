using Pipeline.Identity;
using static Pipeline.UnitTests.Identity.Facts;

namespace Pipeline.UnitTests.Identity;

public sealed class FactVersionTests
{
    [Fact]
    public void Replaces_ReceivedEarlier_Wins()
    {
        var stored = View("a", 0);
        var earlier = stored with { OccurredAt = At(5), ReceivedAt = stored.ReceivedAt.AddMilliseconds(-1) };

        Assert.True(FactVersion.Replaces(earlier, stored));
        Assert.False(FactVersion.Replaces(stored, earlier));
    }

    [Fact]
    public void Replaces_ReceivedAtTheSameMoment_ExactlyOneWins()
    {
        var one = View("a", 0);
        var other = one with { OccurredAt = At(5) };

        Assert.NotEqual(FactVersion.Replaces(one, other), FactVersion.Replaces(other, one));
    }

    [Fact]
    public void Replaces_SameBody_ChangesNothing() => Assert.False(FactVersion.Replaces(Form("a", 0, "ann"), Form("a", 0, "ann")));
}

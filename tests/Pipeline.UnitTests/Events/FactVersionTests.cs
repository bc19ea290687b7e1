using Pipeline.Events;
using static Pipeline.UnitTests.Identity.Facts;

namespace Pipeline.UnitTests.Events;

public sealed class FactVersionTests
{
    [Theory]
    [InlineData(-1, 5)]
    [InlineData(0, -1)]
    public void Replaces_OccurredEarlierOrReceivedEarlier_Wins(int occurredMilliseconds, int receivedMilliseconds)
    {
        var stored = View("a", 0);
        var earlier = stored with
        {
            OccurredAt = stored.OccurredAt.AddMilliseconds(occurredMilliseconds),
            ReceivedAt = stored.ReceivedAt.AddMilliseconds(receivedMilliseconds),
        };

        Assert.True(FactVersion.Replaces(earlier, stored));
        Assert.False(FactVersion.Replaces(stored, earlier));
    }

    [Fact]
    public void Replaces_Consent_TheEarlierDecisionWins()
    {
        var stored = Refusal(At(5), At(5));
        var earlier = Refusal(At(4), At(9));

        Assert.True(FactVersion.Replaces(earlier, stored));
        Assert.False(FactVersion.Replaces(stored, earlier));
    }

    [Fact]
    public void Replaces_SameTimes_ExactlyOneWins()
    {
        var one = View("a", 0);
        var other = one with { Url = "https://example.org/x" };

        Assert.NotEqual(FactVersion.Replaces(one, other), FactVersion.Replaces(other, one));
    }

    [Fact]
    public void Replaces_SameBody_ChangesNothing() => Assert.False(FactVersion.Replaces(Form("a", 0, "ann"), Form("a", 0, "ann")));

    private static ConsentFact Refusal(DateTimeOffset occurredAt, DateTimeOffset receivedAt) => new()
    {
        Id = "refusal",
        VisitorId = Visitor,
        State = ConsentState.Refused,
        OccurredAt = occurredAt,
        ReceivedAt = receivedAt,
    };
}

using FsCheck;
using FsCheck.Fluent;
using Pipeline.Events;
using Pipeline.Identity;
using static Pipeline.UnitTests.Identity.Facts;

namespace Pipeline.UnitTests.Events;

public sealed class FactVersionTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-60_000)]
    [InlineData(60_000)]
    public void Replaces_ReceivedEarlier_WinsWhateverTimeItClaims(int occurredMilliseconds)
    {
        var stored = View("a", 0);
        var earlier = stored with
        {
            OccurredAt = stored.OccurredAt.AddMilliseconds(occurredMilliseconds),
            ReceivedAt = stored.ReceivedAt.AddMilliseconds(-1),
        };

        Assert.True(FactVersion.Replaces(earlier, stored));
        Assert.False(FactVersion.Replaces(stored, earlier));
    }

    [Fact]
    public void Replaces_SentAgainByWhoKnowsTheId_NeverWins()
    {
        var stored = Form("a", 0, "ann");
        var forged = stored with
        {
            OccurredAt = stored.OccurredAt.AddDays(-7),
            ReceivedAt = stored.ReceivedAt.AddMilliseconds(1),
            Fields = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["company"] = "Invented" },
        };

        Assert.False(FactVersion.Replaces(forged, stored));
    }

    [Fact]
    public void Replaces_Consent_TheDecisionReceivedFirstWins()
    {
        var stored = Refusal(At(4), At(9));
        var earlier = Refusal(At(5), At(5));

        Assert.True(FactVersion.Replaces(earlier, stored));
        Assert.False(FactVersion.Replaces(stored, earlier));
    }

    [Fact]
    public void Replaces_SameReceipt_ExactlyOneWins()
    {
        var one = View("a", 0);
        var other = one with { Url = "https://example.org/x", OccurredAt = one.OccurredAt.AddMinutes(-3) };

        Assert.NotEqual(FactVersion.Replaces(one, other), FactVersion.Replaces(other, one));
    }

    [Fact]
    public void Replaces_SameBody_ChangesNothing() => Assert.False(FactVersion.Replaces(Form("a", 0, "ann"), Form("a", 0, "ann")));

    [Fact]
    public void Replaces_FormFillsTakenFromTheirVisitor_AgreeWithTheFillsThemselves() =>
        Prop.ForAll<byte, byte, bool>(AgreesWithRemainder).QuickCheckThrowOnFailure();

    // The version that is kept of all is covered by the visitor's end if any version is, so an end takes away what no version saves.
    [Fact]
    public void Replaces_VersionsAroundAnEnd_KeepsACoveredOneIfThereIsOne() =>
        Prop.ForAll<byte[], byte>(KeepsACovered).QuickCheckThrowOnFailure();

    private static bool AgreesWithRemainder(byte minute, byte otherMinute, bool isOtherPage)
    {
        var one = Form("a", minute % 5, "ann") with { ReceivedAt = At(9), PageId = "p" };
        var other = Form("a", otherMinute % 5, "ann") with { ReceivedAt = At(9), PageId = isOtherPage ? "q" : "p" };

        var (taken, takenOther) = (VisitorConsent.Remainder(one)!, VisitorConsent.Remainder(other)!);
        return taken == takenOther || FactVersion.Replaces(one, other) == FactVersion.Replaces(taken, takenOther);
    }

    private static bool KeepsACovered(byte[] receipts, byte end)
    {
        var versions = receipts.Select((receipt, i) => View("a", i % 7) with { ReceivedAt = At(receipt) }).ToList();
        var consent = VisitorConsent.Of([Refusal(At(0), At(end))]);
        if (versions.Count == 0)
        {
            return true;
        }

        var kept = versions.Aggregate((one, other) => FactVersion.Replaces(other, one) ? other : one);
        return consent.Covers(kept.ReceivedAt) == versions.Exists(version => consent.Covers(version.ReceivedAt));
    }

    private static ConsentFact Refusal(DateTimeOffset occurredAt, DateTimeOffset receivedAt) => new()
    {
        Id = "refusal",
        VisitorId = Visitor,
        State = ConsentState.Refused,
        OccurredAt = occurredAt,
        ReceivedAt = receivedAt,
    };
}

using Pipeline.Leads.Facts;
using Pipeline.Leads.Handoffs;
using Pipeline.Lifecycle;
using Pipeline.Records;

namespace Pipeline.UnitTests.Leads.Handoffs;

public sealed class HandoffPlanTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(30);

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Of_AnEntryOfLongAgo_IsNoNews(int millisecondsBeyond, bool isNews)
    {
        var plan = Plan(Now - MaxAge - TimeSpan.FromMilliseconds(millisecondsBeyond));

        Assert.Equal((isNews ? 1 : 0, isNews ? 1 : 0), (plan.Writes.Count, plan.Asked.Count));
    }

    [Theory]
    [InlineData(0, true, false)]
    [InlineData(899_999, true, false)]
    [InlineData(900_000, false, false)]
    [InlineData(21_599_999, false, false)]
    [InlineData(21_600_000, true, true)]
    public void Of_APendingOne_IsAskedForAgainAfterACrashOrHoursLater(int askedMillisecondsAgo, bool isAsked, bool isWritten)
    {
        var pending = Pending(Now.AddHours(-8)) with { AskedAt = Now.AddMilliseconds(-askedMillisecondsAgo) };

        var plan = Plan(Now.AddHours(-8), pending);

        Assert.Equal((isAsked ? 1 : 0, isWritten ? 1 : 0), (plan.Asked.Count, plan.Writes.Count));
        Assert.All(plan.Writes, write => Assert.Equal(Now, write.Handoff.AskedAt));
    }

    [Fact]
    public void Of_OnesThatNobodyReceives_WaitAndAreAskedForWhenSomebodyDoes()
    {
        var without = Plan(Now, isAsking: false);

        Assert.Empty(without.Asked);
        var waiting = Assert.Single(without.Writes).Handoff;
        Assert.Null(waiting.AskedAt);
        Assert.Single(Plan(Now, waiting).Asked);
    }

    [Fact]
    public void Of_APendingOneThatIsNoNewsAnyMore_StaysInTheOutboxUnasked()
    {
        var plan = Plan(Now.AddDays(-31), Pending(Now.AddDays(-31)));

        Assert.Empty(plan.Asked);
        Assert.Empty(plan.Writes);
    }

    // Rows: p pending, d delivered, w withdrawn, s superseded, r refused, by number; entries by their hours.
    [Theory]
    [InlineData("d1 d2", "1", "2")]
    [InlineData("d1 d2", "2", "1")]
    [InlineData("d1 d2", "", "1 2")]
    [InlineData("d1 d2", "1 2 3", "")]
    [InlineData("w1 d2", "", "2")]
    [InlineData("w1 d2", "2", "")]
    [InlineData("r1", "", "")]
    [InlineData("d1 d2", "5", "2")]
    public void Numbers_OfDeliveredOnesWithoutEntry_Vanish(string rows, string entries, string vanished) =>
        Assert.Equal(vanished, string.Join(' ', Numbers(rows, entries, isDisowned: true).Vanished.Order()));

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("d1", 1, 1)]
    [InlineData("w1", 1, 2)]
    [InlineData("w1 d2 w3", 1, 2)]
    [InlineData("w1 d2 w3", 2, 4)]
    [InlineData("w2", 1, 1)]
    [InlineData("w2", 2, 3)]
    public void Numbers_OfEntries_PassOverWithdrawnOnes(string rows, int entry, int number) =>
        Assert.Equal(number, Numbers(rows, "1 2 3", isDisowned: false).NumberOf(entry));

    [Fact]
    public void Numbers_WithoutAnythingDisowned_NothingVanishes() => Assert.Empty(Numbers("d1", "", isDisowned: false).Vanished);

    private static HandoffNumbers Numbers(string rows, string entries, bool isDisowned) => HandoffNumbers.Of(
        [.. rows.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(row => Pending(Now.AddHours(row[1] - '0')) with
        {
            Entry = row[1] - '0',
            State = row[0] switch
            {
                'd' => HandoffState.Delivered,
                'w' => HandoffState.Withdrawn,
                'r' => HandoffState.Refused,
                's' => HandoffState.Superseded,
                _ => HandoffState.Pending,
            },
        })],
        [.. entries.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select((hour, n) => Stages(Now.AddHours(hour[0] - '0')).Transitions[0] with { Entry = n + 1 })],
        isDisowned);

    private static HandoffPlan Plan(DateTimeOffset enteredAt, Handoff? known = null, bool isAsking = true) => HandoffPlan.Of(
        "l_1", known is null ? [] : [new Versioned<Handoff>(known, "1")], Stages(enteredAt), Now, MaxAge, isAsking);

    private static Handoff Pending(DateTimeOffset enteredAt) => new()
    {
        Version = 1,
        LeadId = "l_1",
        Entry = 1,
        Label = EntryLabel.New,
        EnteredAt = enteredAt,
        CreatedAt = enteredAt,
        State = HandoffState.Pending,
    };

    private static StageHistory Stages(DateTimeOffset enteredAt) => new()
    {
        Transitions =
        [
            new StageTransition
            {
                Stage = StageNames.Mql,
                From = StageNames.Lead,
                At = enteredAt,
                Cause = StageCause.Score,
                Score = 100,
                Entry = 1,
                Label = EntryLabel.New,
            },
        ],
        Current = StageNames.Mql,
        Entries = 1,
        Score = 100,
        NextDue = null,
    };
}

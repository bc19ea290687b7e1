using Pipeline.Events;
using Pipeline.Identity;
using Pipeline.Records;
using static Pipeline.UnitTests.Identity.Facts;

namespace Pipeline.UnitTests.Identity;

public sealed class OwnershipTests
{
    private static readonly HashSet<string> NoUndo = [];

    [Fact]
    public void OwnerOf_NoLink_IsNobody() => Assert.Null(Ownership.Of([], NoUndo).OwnerOf(View("a", 0)));

    [Fact]
    public void OwnerOf_OneLink_OwnsWhatCameBeforeAndAfter()
    {
        var ownership = Of(Form("f", 10, "ann"));

        Assert.Equal(Lead("ann"), ownership.OwnerOf(View("before", -5000)));
        Assert.Equal(Lead("ann"), ownership.OwnerOf(View("after", 5000)));
    }

    [Fact]
    public void OwnerOf_SecondLead_BeginsWithTheLinkingEventItself()
    {
        var second = Identify("i", 100, "bob");
        var ownership = Of(Form("f", 10, "ann"), second);

        Assert.Equal(Lead("ann"), ownership.OwnerOf(View("h", 100) with { ReceivedAt = second.ReceivedAt.AddMilliseconds(-1) }));
        Assert.Equal(Lead("bob"), ownership.OwnerOf(second));
        Assert.Equal(Lead("bob"), ownership.OwnerOf(View("j", 100)));
        Assert.Equal(Lead("ann"), ownership.OwnerOf(View("first", -100)));
    }

    [Fact]
    public void OwnerOf_SameLeadAgain_MovesNothing()
    {
        var once = Of(Form("f", 10, "ann"), Identify("i", 100, "bob"));
        var again = Of(Form("f", 10, "ann"), Identify("g", 50, "ann"), Identify("i", 100, "bob"), Identify("k", 150, "bob"));

        Assert.All(
            Enumerable.Range(0, 20).Select(i => View($"v{i}", i * 10)),
            view => Assert.Equal(once.OwnerOf(view), again.OwnerOf(view)));
    }

    [Fact]
    public void OwnerOf_FirstLeadComesBack_GetsAnIntervalOfItsOwn()
    {
        var ownership = Of(Form("f", 10, "ann"), Identify("i", 100, "bob"), Identify("k", 200, "ann"));

        Assert.Equal([Lead("ann"), Lead("bob"), Lead("ann")], new[] { 50.0, 150, 250 }.Select(at => ownership.OwnerOf(View("v", at))));
        Assert.Null(ownership.SharedFrom);
    }

    [Fact]
    public void OwnerOf_LinksInAnyOrder_IsTheSame()
    {
        CapturedEvent[] links = [Form("f", 10, "ann"), Identify("i", 100, "bob"), Identify("k", 200, "ann")];

        Assert.Equal(Lead("bob"), Of([.. links.Reverse()]).OwnerOf(View("v", 150)));
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void SharedFrom_ThirdLeadAroundTwentyFourHours_CountsUpToTheEnd(int milliseconds, bool isShared)
    {
        var third = Form("3", 0, "cid") with { OccurredAt = At(24 * 60).AddMilliseconds(milliseconds) };

        var ownership = Of(Form("1", 0, "ann"), Form("2", 10, "bob"), third);

        Assert.Equal(isShared ? third.Order : null, ownership.SharedFrom);
    }

    [Fact]
    public void SharedFrom_ThreeLinksOfTwoLeads_IsNoSharedDevice() =>
        Assert.Null(Of(Form("1", 0, "ann"), Form("2", 10, "bob"), Form("3", 20, "ann"), Form("4", 30, "bob")).SharedFrom);

    [Fact]
    public void SharedFrom_WindowGiven_IsUsed() => Assert.Null(
        Ownership.Of(
            new[] { Form("1", 0, "ann"), Form("2", 10, "bob"), Form("3", 20, "cid") }.Select(Link),
            NoUndo,
            TimeSpan.FromMinutes(19)).SharedFrom);

    [Fact]
    public void OwnerOf_SharedDevice_KeepsHistoryAndGivesFormsAlone()
    {
        var third = Form("3", 40, "cid");
        var ownership = Of(Form("1", 0, "ann"), Form("2", 20, "bob"), third);

        Assert.Equal(Lead("ann"), ownership.OwnerOf(View("early", -10)));
        Assert.Equal(Lead("bob"), ownership.OwnerOf(View("middle", 30)));
        Assert.Equal(Lead("cid"), ownership.OwnerOf(third));
        Assert.Null(ownership.OwnerOf(View("later", 41)));
        Assert.Null(ownership.OwnerOf(View("much later", 100_000)));
        Assert.Null(ownership.OwnerOf(Identify("i", 50, "ann")));
        Assert.Equal(Lead("dan"), ownership.OwnerOf(Form("4", 60, "dan")));
    }

    [Fact]
    public void OwnerOf_TheLinkThatMakesTheDeviceShared_IsNobodysUnlessItIsAForm()
    {
        var third = Identify("3", 40, "cid");
        var ownership = Of(Form("1", 0, "ann"), Form("2", 20, "bob"), third);

        Assert.Equal(third.Order, ownership.SharedFrom);
        Assert.Null(ownership.OwnerOf(third));
    }

    [Fact]
    public void OwnerOf_UndoneThirdLink_RestoresEverythingButItsForm()
    {
        var third = Form("3", 40, "cid");
        var ownership = Ownership.Of(
            new[] { Form("1", 0, "ann"), Form("2", 20, "bob"), third }.Select(Link),
            new HashSet<string> { FactKey.Of("3"), FactKey.Of("unknown") });

        Assert.Null(ownership.SharedFrom);
        Assert.Equal(Lead("bob"), ownership.OwnerOf(View("later", 41)));
        Assert.Equal(Lead("cid"), ownership.OwnerOf(third));
    }

    [Fact]
    public void OwnerOf_UndoneSecondLink_PreviousIntervalContinues()
    {
        var ownership = Ownership.Of(
            new[] { Form("1", 0, "ann"), Identify("2", 20, "bob") }.Select(Link), new HashSet<string> { FactKey.Of("2") });

        Assert.Equal(Lead("ann"), ownership.OwnerOf(View("later", 41)));
    }

    [Fact]
    public void OwnerOf_UndoneFirstLink_SecondOwnsWhatCameBefore()
    {
        var ownership = Ownership.Of(
            new[] { Form("1", 0, "ann"), Identify("2", 20, "bob") }.Select(Link), new HashSet<string> { FactKey.Of("1") });

        Assert.Equal(Lead("bob"), ownership.OwnerOf(View("early", -10)));
        Assert.Equal(Lead("ann"), ownership.OwnerOf(Form("1", 0, "ann")));
    }

    private static Ownership Of(params CapturedEvent[] linking) => Ownership.Of(linking.Select(Link), NoUndo);
}

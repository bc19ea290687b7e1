using FsCheck;
using FsCheck.Fluent;
using Pipeline.Events;
using Pipeline.UnitTests.Capture;

namespace Pipeline.UnitTests.Events;

public sealed class VisitorIdsTests
{
    private const string Valid = CaptureBed.Visitor;

    [Fact]
    public void Decide_ValidCookieAndCandidate_CookieWinsAndIsNotSetAgain() =>
        Assert.Equal(new VisitorDecision(Valid, IsNew: false), VisitorIds.Decide(Valid, "candidate", new SequenceIds()));

    [Fact]
    public void Decide_CandidateAlone_GivesTheSameVisitorEachTime()
    {
        var first = VisitorIds.Decide(null, "candidate", new SequenceIds());

        Assert.Equal(first, VisitorIds.Decide(null, "candidate", new SequenceIds()));
        Assert.True(first.IsNew);
        Assert.True(VisitorIds.IsValid(first.Id));
        Assert.NotEqual(first.Id, VisitorIds.FromCandidate("candidate2"));
    }

    [Fact]
    public void Decide_Neither_GivesANewVisitorEachTime()
    {
        var ids = new SequenceIds();

        Assert.NotEqual(VisitorIds.Decide(null, null, ids), VisitorIds.Decide(null, "", ids));
    }

    [Theory]
    [InlineData("_pl=" + Valid, Valid)]
    [InlineData("a=b; _pl=" + Valid + " ; c=d", Valid)]
    [InlineData("_pl=broken; _pl=" + Valid, Valid)]
    [InlineData("x_pl=" + Valid, null)]
    [InlineData("_pl=" + Valid + "a", null)]
    [InlineData("_pl=ABCDEFGHIJKLMNOPQRSTUVWX23", null)]
    [InlineData("_pl=\"" + Valid + "\"", null)]
    [InlineData("_pl", null)]
    [InlineData(";;;=;", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void FromCookieHeader_AnyHeader_FindsOnlyAValidId(string? header, string? expected) =>
        Assert.Equal(expected, VisitorIds.FromCookieHeader(header, "_pl"));

    [Fact]
    public void FromCookieHeader_AnyText_NeverThrows() =>
        Prop.ForAll<string>(text =>
        {
            var id = VisitorIds.FromCookieHeader(text, "_pl");
            return id is null || VisitorIds.IsValid(id);
        }).QuickCheckThrowOnFailure();
}

using Pipeline.Text;

namespace Pipeline.UnitTests.Text;

public sealed class NearestNameTests
{
    private static readonly string[] Names = ["dryRun", "format", "from", "to", "stage", "E-mail", "Paid Search", "Paid Social"];

    [Theory]
    [InlineData("dry-run", "dryRun")]
    [InlineData("DRY_RUN", "dryRun")]
    [InlineData("form", "from")]
    [InlineData("stge", "stage")]
    [InlineData("Émail", "E-mail")]
    [InlineData("paid serch", "Paid Search")]
    [InlineData("zzz", null)]
    [InlineData("", null)]
    [InlineData("???", null)]
    public void Of_ASlip_IsTheNearestName(string text, string? expected) => Assert.Equal(expected, NearestName.Of(text, Names));

    [Fact]
    public void All_Names_AreInOrderOfNearness() => Assert.Equal(["Paid Social", "Paid Search"], NearestName.All("paid socal", Names, 2));

    [Fact]
    public void Of_AVeryLongText_IsBounded() => Assert.Null(NearestName.Of(new string('x', 100_000), Names));

    [Fact]
    public void Hint_NamesAllThereIs()
    {
        Assert.Equal("Did you mean from? Known: from, to.", NearestName.Hint("form", ["from", "to"]));
        Assert.Equal("Known: from, to.", NearestName.Hint("zzz", ["from", "to"]));
    }
}

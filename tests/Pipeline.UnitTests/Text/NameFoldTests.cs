using Pipeline.Text;

namespace Pipeline.UnitTests.Text;

public sealed class NameFoldTests
{
    [Theory]
    [InlineData("Google", "google")]
    [InlineData(" Spring Sale\t", "SPRING SALE")]
    [InlineData("\u00c9t\u00e9", "e\u0301te\u0301")]
    [InlineData("\u00c9T\u00c9", "\u00e9t\u00e9")]
    [InlineData("\u212a", "k")]
    [InlineData("", "  ")]
    public void Names_ThatDifferInCaseSpaceOrForm_AreOne(string left, string right)
    {
        Assert.True(NameFold.AreSame(left, right));
        Assert.Equal(NameFold.Of(left), NameFold.Of(right));
        Assert.Equal(NameFold.Comparer.GetHashCode(left), NameFold.Comparer.GetHashCode(right));
    }

    [Theory]
    [InlineData("E-mail", "Email")]
    [InlineData("ete", "été")]
    [InlineData("a b", "a  b")]
    [InlineData("a", null)]
    public void Names_ThatDifferOtherwise_AreTwo(string left, string? right) => Assert.False(NameFold.AreSame(left, right));

    [Theory]
    [InlineData("\u0130stanbul")]
    [InlineData("STRASSE \u1e9e")]
    [InlineData("\u03a3\u03a3")]
    [InlineData("a\ud800b")]
    public void Fold_OfAFold_IsTheSame(string name)
    {
        var once = NameFold.Of(name);

        Assert.Equal(once, NameFold.Of(once));
        Assert.True(NameFold.AreSame(name, once));
        Assert.Equal(NameFold.Comparer.GetHashCode(name), NameFold.Comparer.GetHashCode(once));
    }
}

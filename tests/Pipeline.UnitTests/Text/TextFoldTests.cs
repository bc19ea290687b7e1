using Pipeline.Text;

namespace Pipeline.UnitTests.Text;

public sealed class TextFoldTests
{
    [Theory]
    [InlineData("Opportunité", "opportunite")]
    [InlineData(" CLOSED-WON ", "closedwon")]
    [InlineData("closed_won", "closedwon")]
    [InlineData("Adresse e‑mail", "adresseemail")]
    [InlineData("ＡＢＣ", "abc")]
    [InlineData("…", "")]
    public void Fold_KeepsLettersAndDigits(string text, string expected)
    {
        Assert.Equal(expected, TextFold.Fold(text));
        Assert.Equal(expected, TextFold.Fold(TextFold.Fold(text)));
    }

    [Fact]
    public void Fold_OfWhatIsNoText_DoesNotThrow() => Assert.NotNull(TextFold.Fold(new string(['\uFFFE', '\uD800', 'a'])));
}

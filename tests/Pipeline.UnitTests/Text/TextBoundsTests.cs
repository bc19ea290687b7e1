using FsCheck;
using FsCheck.Fluent;
using Pipeline.Text;

namespace Pipeline.UnitTests.Text;

public sealed class TextBoundsTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData(" \t\0", null)]
    [InlineData(" a b ", "a b")]
    [InlineData("a\0b\u0007c\u0085", "abc")]
    [InlineData("a\nb\tc", "a b c")]
    [InlineData("😀", "😀")]
    [InlineData("abcdefghij", "abcdefghij")]
    [InlineData("abcdefghijk", "abcdefghij")]
    [InlineData("abcdefghi😀", "abcdefghi")]
    [InlineData("abcdefghi jk", "abcdefghi")]
    public void Clean_AnyText_IsCleanTrimmedAndBounded(string? text, string? expected)
    {
        Assert.Equal(expected, TextBounds.Clean(text, 10));
        Assert.Equal(expected, TextBounds.Clean(text.AsSpan(), 10));
    }

    [Fact]
    public void Clean_LoneSurrogates_AreRemoved()
    {
        Assert.Equal("ab", TextBounds.Clean("a\ud83db", 10));
        Assert.Null(TextBounds.Clean("\ude00\ud83d", 10));
    }

    [Fact]
    public void Clean_ACleanText_IsTheSameInstance()
    {
        const string Text = "Chair “Oslo” 😀";

        Assert.Same(Text, TextBounds.Clean(Text, 100));
    }

    [Fact]
    public void Clean_ALimitBelowOne_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => TextBounds.Clean("a", 0));
    }

    [Fact]
    public void Clean_AnyStringTwice_ChangesNothing()
    {
        var chars = Gen.Elements('a', ' ', '\n', '\0', '\u0085', '\ud83d', '\ude00', 'é', '\u3000');
        var texts = Gen.OneOf(chars.ArrayOf().Select(all => new string(all)), ArbMap.Default.GeneratorFor<string>());

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(texts.ToArbitrary(), text =>
        {
            var once = TextBounds.Clean(text, 8);
            return once is null
                || (once.Length is > 0 and <= 8 && TextBounds.IsClean(once) && once.Trim() == once && TextBounds.Clean(once, 8) == once);
        }));
    }
}

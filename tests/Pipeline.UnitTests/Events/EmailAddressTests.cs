using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Pipeline.Events;

namespace Pipeline.UnitTests.Events;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("Ann@Example.ORG", "ann@example.org")]
    [InlineData("  ann@example.org \t", "ann@example.org")]
    [InlineData("ann.b+news@example.org", "ann.b+news@example.org")]
    [InlineData("ann@bücher.example", "ann@xn--bcher-kva.example")]
    [InlineData("ann@XN--BCHER-KVA.example", "ann@xn--bcher-kva.example")]
    [InlineData("jose\u0301@example.org", "jos\u00e9@example.org")]
    [InlineData("o'neil@example.org", "o'neil@example.org")]
    public void TryNormalize_AnAddress_GivesItsOneSpelling(string text, string expected)
    {
        Assert.True(EmailAddress.TryNormalize(text, out var address, out var problem), problem);
        Assert.Equal(expected, address);
        Assert.Null(problem);
    }

    [Theory]
    [InlineData(null, "required")]
    [InlineData("   ", "required")]
    [InlineData("ann", "must hold an @")]
    [InlineData("@example.org", "before the @")]
    [InlineData("ann@", "after the @")]
    [InlineData("ann@localhost", "after the @")]
    [InlineData("ann@exa mple.org", "after the @")]
    [InlineData("ann@example..org", "after the @")]
    [InlineData("ann@-example.org", "after the @")]
    [InlineData("ann@example.1", "after the @")]
    [InlineData("ann@127.0.0.1", "after the @")]
    [InlineData("an n@example.org", "not allowed")]
    [InlineData("ann@bob@example.org", "not allowed")]
    [InlineData("<ann@example.org", "not allowed")]
    [InlineData("ann\u200b@example.org", "not allowed")]
    [InlineData(".ann@example.org", "begin or end with a dot")]
    [InlineData("a..n@example.org", "two in a row")]
    [InlineData("ann\ud800@example.org", "no text")]
    public void TryNormalize_NoAddress_SaysWhy(string? text, string expected)
    {
        Assert.False(EmailAddress.TryNormalize(text, out var address, out var problem));
        Assert.Null(address);
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void TryNormalize_LocalPartAtAndAboveItsLimit_AcceptsAndRejects()
    {
        Assert.True(EmailAddress.TryNormalize(new string('a', 64) + "@example.org", out _, out _));
        Assert.False(EmailAddress.TryNormalize(new string('a', 65) + "@example.org", out _, out _));
    }

    [Fact]
    public void TryNormalize_AnyText_NeverThrowsAndTwiceChangesNothing() =>
        Prop.ForAll<string, string>((local, domain) =>
        {
            foreach (var text in new[] { local, $"{local}@{domain}.org", $"{local}@example.org", $"a@{domain}.example" })
            {
                if (EmailAddress.TryNormalize(text, out var once, out _))
                {
                    Assert.True(EmailAddress.TryNormalize(once, out var twice, out var problem), problem);
                    Assert.Equal(once, twice);
                }
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void TryNormalize_EveryLetterOfUnicode_TwiceChangesNothing()
    {
        for (var code = 0; code <= 0x1FFFF; code++)
        {
            if (!Rune.TryCreate(code, out var rune)
                || Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherNotAssigned
                || !EmailAddress.TryNormalize($"x{rune}@example.org", out var once, out _))
            {
                continue;
            }

            Assert.True(EmailAddress.TryNormalize(once, out var twice, out _), $"U+{code:X}");
            Assert.Equal(once, twice);
        }
    }
}

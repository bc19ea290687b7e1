using Pipeline.Money;

namespace Pipeline.UnitTests.Money;

public sealed class AmountTextTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("12", 1_200)]
    [InlineData("12,5", 1_250)]
    [InlineData("12.50", 1_250)]
    [InlineData(",5", 50)]
    [InlineData("-0,01", -1)]
    [InlineData("−3,00", -300)]
    [InlineData("+3", 300)]
    [InlineData("1 234,56", 123_456)]
    [InlineData("1\u00A0234\u00A0567,8", 123_456_780)]
    [InlineData("1.234.567,89", 123_456_789)]
    [InlineData("1,234,567.89", 123_456_789)]
    [InlineData("1'234.5", 123_450)]
    [InlineData("1’234", 123_400)]
    [InlineData("1.234.567", 123_456_700)]
    [InlineData("12345,67", 1_234_567)]
    [InlineData("12,5000", 1_250)]
    [InlineData("0,500", 50)]
    [InlineData("1 234,500", 123_450)]
    [InlineData("€ 12,5", 1_250)]
    [InlineData("12,5 EUR", 1_250)]
    [InlineData("10 000 000 000 000,00", 1_000_000_000_000_000)]
    public void Amount_AsSpreadsheetsWriteIt_IsRead(string text, long expected)
    {
        Assert.True(AmountText.TryAmount(text, "EUR", DecimalMark.Detect, out var minor, out var problem), problem);
        Assert.Equal(expected, minor);
    }

    [Theory]
    [InlineData("1,234")]
    [InlineData("1.234")]
    [InlineData("123,456")]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("12,345,6")]
    [InlineData("1.23.456")]
    [InlineData("1,23,4.5")]
    [InlineData("12 34")]
    [InlineData("12,5,")]
    [InlineData("1.234,56.7")]
    [InlineData("12,501")]
    [InlineData("1234.567")]
    [InlineData("12,5 $")]
    [InlineData("=1+1")]
    [InlineData("1e5")]
    [InlineData("١٢")]
    [InlineData("10000000000000,01")]
    [InlineData("99999999999999999999999999999999999999")]
    public void Amount_OfTwoMeaningsOrNone_IsRefused(string text) =>
        Assert.False(AmountText.TryAmount(text, "EUR", DecimalMark.Detect, out _, out _));

    [Theory]
    [InlineData("1,234", DecimalMark.Point, 123_400)]
    [InlineData("1.234", DecimalMark.Comma, 123_400)]
    [InlineData("1.234,5", DecimalMark.Comma, 123_450)]
    [InlineData("1,234.5", DecimalMark.Point, 123_450)]
    [InlineData("1,5", DecimalMark.Comma, 150)]
    public void Amount_WithADeclaredMark_IsReadByIt(string text, DecimalMark mark, long expected)
    {
        Assert.True(AmountText.TryAmount(text, "EUR", mark, out var minor, out _));
        Assert.Equal(expected, minor);
    }

    [Theory]
    [InlineData("1.5", DecimalMark.Comma)]
    [InlineData("1,5", DecimalMark.Point)]
    [InlineData("1.234,5", DecimalMark.Point)]
    public void Amount_AgainstADeclaredMark_IsRefused(string text, DecimalMark mark) =>
        Assert.False(AmountText.TryAmount(text, "EUR", mark, out _, out _));

    [Theory]
    [InlineData("JPY", "1200", 1_200)]
    [InlineData("TND", "1,5", 1_500)]
    [InlineData("TND", "1234,567", 1_234_567)]
    [InlineData("USD", "$1,200.50", 120_050)]
    [InlineData("CHF", "CHF 1'200.50", 120_050)]
    public void Amount_OfACurrency_HasItsDecimals(string currency, string text, long expected)
    {
        Assert.True(AmountText.TryAmount(text, currency, DecimalMark.Detect, out var minor, out var problem), problem);
        Assert.Equal(expected, minor);
    }

    [Fact]
    public void Amount_WithDecimalsThatTheCurrencyLacks_IsRefused() =>
        Assert.False(AmountText.TryAmount("1,5", "JPY", DecimalMark.Detect, out _, out _));

    [Theory]
    [InlineData(10_000, "USD", "EUR", 0.92, 9_200)]
    [InlineData(-10_000, "USD", "EUR", 0.92, -9_200)]
    [InlineData(1, "USD", "EUR", 0.5, 1)]
    [InlineData(-1, "USD", "EUR", 0.5, -1)]
    [InlineData(1_000, "JPY", "EUR", 0.0061, 610)]
    [InlineData(1_500, "TND", "EUR", 0.3, 45)]
    [InlineData(12_345, "EUR", "JPY", 160, 19_752)]
    public void Convert_RoundsHalfAwayFromZero(long amount, string from, string to, double rate, long expected) =>
        Assert.Equal(expected, Currencies.Convert(amount, from, to, (decimal)rate));

    [Fact]
    public void Convert_BeyondTheGreatestAmount_GivesNone() =>
        Assert.Null(Currencies.Convert(AmountText.Max, "EUR", "JPY", 1_000_000m));
}

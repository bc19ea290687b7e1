using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Pipeline.Time;

namespace Pipeline.UnitTests.Time;

public sealed class MonthTests
{
    private static readonly Month March = new(2026, 3);

    [Theory]
    [InlineData(2026, 1, "2026-01", 31)]
    [InlineData(2026, 2, "2026-02", 28)]
    [InlineData(2028, 2, "2028-02", 29)]
    [InlineData(2026, 12, "2026-12", 31)]
    [InlineData(1, 1, "0001-01", 31)]
    [InlineData(9999, 12, "9999-12", 31)]
    public void Month_OfYearAndNumber_HasItsTextAndDays(int year, int number, string text, int days)
    {
        var month = new Month(year, number);

        Assert.Equal((year, number, text), (month.Year, month.Number, month.ToString()));
        Assert.Equal((new DateOnly(year, number, 1), new DateOnly(year, number, days)), (month.FirstDay, month.LastDay));
        Assert.Equal(month, Month.Parse(text));
    }

    [Theory]
    [InlineData(2026, 0)]
    [InlineData(2026, 13)]
    [InlineData(0, 1)]
    [InlineData(10000, 1)]
    public void Month_ThatIsNone_Throws(int year, int number) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Month(year, number));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2026-3")]
    [InlineData("2026-13")]
    [InlineData("2026-00")]
    [InlineData("2026-03-01")]
    [InlineData(" 2026-03")]
    [InlineData("March 2026")]
    public void Parse_AnotherText_IsNull(string? text) => Assert.Null(Month.Parse(text));

    [Fact]
    public void Default_IsTheFirstMonth() => Assert.Equal(new Month(1, 1), default);

    [Theory]
    [InlineData("2026-02-28", false)]
    [InlineData("2026-03-01", true)]
    [InlineData("2026-03-31", true)]
    [InlineData("2026-04-01", false)]
    [InlineData("2025-03-15", false)]
    public void Holds_ADay_OfTheMonthAlone(string day, bool expected) => Assert.Equal(expected, March.Holds(LocalTime.Parse(day)));

    [Theory]
    [InlineData("2026-03-01", "2026-03-31", true)]
    [InlineData("2026-01-01", "2026-03-31", true)]
    [InlineData("2026-03-02", "2026-03-31", false)]
    [InlineData("2026-03-01", "2026-03-30", false)]
    [InlineData("2026-03-01", "2026-04-01", false)]
    public void AreWhole_APeriod_OfMonthsFromFirstToLastDay(string from, string to, bool expected) =>
        Assert.Equal(expected, Month.AreWhole(LocalTime.Parse(from), LocalTime.Parse(to)));

    [Theory]
    [InlineData("2025-12-31", "2026-02-01", "2025-12 2026-01 2026-02")]
    [InlineData("2026-03-31", "2026-03-31", "2026-03")]
    [InlineData("2026-03-01", "2026-04-01", "2026-03 2026-04")]
    [InlineData("2026-03-02", "2026-03-01", "")]
    [InlineData("2026-04-01", "2026-03-31", "")]
    public void Touched_APeriod_ListsItsMonthsInOrder(string from, string to, string expected) =>
        Assert.Equal(expected, string.Join(' ', Month.Touched(LocalTime.Parse(from), LocalTime.Parse(to))));

    [Fact]
    public void Json_IsTheFirstDay()
    {
        Assert.Equal("\"2026-03-01\"", JsonSerializer.Serialize(March));
        Assert.Equal(March, JsonSerializer.Deserialize<Month>("\"2026-03-01\""));
        Assert.Equal(March, JsonSerializer.Deserialize<Month>("\"2026-03-31\""));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Month>("\"2026-03\""));
    }

    [Fact]
    public void Plus_AndBack_IsTheSameAndKeepsTheOrder() => Prop.ForAll(
        Gen.Choose(2000, 2100).ToArbitrary(),
        Gen.Choose(1, 12).ToArbitrary(),
        Gen.Choose(-600, 600).ToArbitrary(),
        (year, number, by) =>
        {
            var month = new Month(year, number);
            var other = month.Plus(by);
            return other.Plus(-by) == month
                && other.FirstDay == month.FirstDay.AddMonths(by)
                && Math.Sign(other.CompareTo(month)) == Math.Sign(by)
                && (other > month) == (by > 0)
                && (other < month) == (by < 0)
                && (other >= month) == (by >= 0)
                && (other <= month) == (by <= 0)
                && other.Holds(other.LastDay)
                && Month.Of(other.LastDay.AddDays(1)) == other.Plus(1);
        }).QuickCheckThrowOnFailure();
}

namespace Pipeline.Money;

/// <summary>Shows minor units as decimals of the currency of reports, and divides without inventing values.</summary>
public sealed class ReportMoney
{
    private readonly decimal _unit;

    /// <summary>Shows amounts of a currency.</summary>
    /// <param name="currency">Known code.</param>
    public ReportMoney(string currency)
    {
        Currency = currency;
        _unit = 1;
        for (var decimals = Currencies.DecimalsOf(currency); decimals > 0; decimals--)
        {
            _unit *= 10;
        }
    }

    /// <summary>Code of the currency.</summary>
    public string Currency { get; }

    /// <summary>Minor units as a decimal, with all its decimals.</summary>
    /// <param name="minor">Minor units.</param>
    public decimal Of(long minor) => minor / _unit;

    /// <summary>An amount for each of a number, rounded to minor units; null when the number is not positive.</summary>
    /// <param name="minor">Minor units.</param>
    public decimal? Each(long minor, decimal? number) => Each(Of(minor), number);

    /// <summary>An amount for each of a number, rounded to minor units; null when the number is not positive.</summary>
    /// <param name="amount">Amount as shown.</param>
    public decimal? Each(decimal amount, decimal? number) => number > 0 ? Math.Round(amount / number.Value * _unit) / _unit : null;

    /// <summary>A quotient with four decimals; null when the divisor is not positive or either has no value.</summary>
    public static decimal? Rate(decimal? dividend, decimal? divisor) =>
        divisor > 0 && dividend is { } value ? Math.Round(value / divisor.Value, 4) : null;

    /// <summary>Return on marketing investment: (revenue × margin − cost) ÷ cost; null without cost.</summary>
    /// <param name="revenue">Revenue; null when it has no value.</param>
    /// <param name="cost">Cost, in the same unit.</param>
    public static decimal? Romi(decimal? revenue, decimal marginPercent, decimal cost) =>
        cost > 0 && revenue is { } value ? Math.Round(((value * marginPercent / 100) - cost) / cost, 4) : null;
}

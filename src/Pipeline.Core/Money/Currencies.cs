namespace Pipeline.Money;

/// <summary>Currencies by ISO 4217, and how many decimals their minor units have.</summary>
public static class Currencies
{
    private const string WithoutDecimals = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
    private const string WithThree = "BHD IQD JOD KWD LYD OMR TND";
    private const string WithFour = "CLF UYW";
    private const string WithTwo =
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU "
            + "CRC "
        + "CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IRR JMD KES KGS "
        + "KHR KPW "
        + "KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK "
        + "PHP PKR "
        + "PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN "
        + "UYU UZS "
        + "VED VES WST XCD XCG YER ZAR ZMW ZWG";

    private const int CodeLength = 3;

    private static readonly string[] Signs = ["€", "$", "£"];
    private static readonly Dictionary<string, int> Known = Make();

    /// <summary>Tells whether a code is a currency.</summary>
    /// <param name="code">Three capital letters.</param>
    public static bool IsKnown(string code) => Known.ContainsKey(code);

    /// <summary>
    /// The currency that a text names: by its code in any case, or by a sign of one of the three that have one to themselves here.
    /// </summary>
    /// <param name="text">Text, for example <c>usd</c> or <c>€</c>.</param>
    /// <returns>A known code; null when the text names none.</returns>
    public static string? Find(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var code = text.Trim() switch
        {
            "€" => "EUR",
            "$" or "US$" => "USD",
            "£" => "GBP",
            { Length: CodeLength } three => three.ToUpperInvariant(),
            _ => "",
        };
        return IsKnown(code) ? code : null;
    }

    /// <summary>The currency that stands before or behind an amount, as in <c>$1,200</c> or <c>100 EUR</c>.</summary>
    /// <param name="amount">Text of an amount.</param>
    /// <returns>A known code; null when there is none.</returns>
    public static string? Beside(string amount)
    {
        ArgumentNullException.ThrowIfNull(amount);
        var text = amount.Trim();
        foreach (var sign in Signs)
        {
            if (text.StartsWith(sign, StringComparison.Ordinal) || text.EndsWith(sign, StringComparison.Ordinal))
            {
                return Find(sign);
            }
        }

        return text.Length <= CodeLength ? null : FindCode(text[..CodeLength]) ?? FindCode(text[^CodeLength..]);

        static string? FindCode(string part) => part.All(char.IsAsciiLetter) ? Find(part) : null;
    }

    /// <summary>Decimals of a currency's minor unit: 2 for EUR, 0 for JPY, 3 for TND.</summary>
    /// <param name="code">Known code.</param>
    /// <exception cref="KeyNotFoundException">The code is unknown.</exception>
    public static int DecimalsOf(string code) => Known[code];

    /// <summary>Converts minor units, rounding half away from zero, so that a refund converts to exactly what its sale did.</summary>
    /// <param name="amount">Minor units of <paramref name="from"/>.</param>
    /// <param name="from">Known code.</param>
    /// <param name="to">Known code.</param>
    /// <param name="rate">Units of <paramref name="to"/> for one unit of <paramref name="from"/>; above 0.</param>
    /// <returns>Minor units of <paramref name="to"/>; null when they exceed <see cref="AmountText.Max"/>.</returns>
    public static long? Convert(long amount, string from, string to, decimal rate)
    {
        try
        {
            var units = amount / AmountText.PowerOfTen(DecimalsOf(from)) * rate;
            var minor = Math.Round(units * AmountText.PowerOfTen(DecimalsOf(to)), MidpointRounding.AwayFromZero);
            return Math.Abs(minor) <= AmountText.Max ? (long)minor : null;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static Dictionary<string, int> Make()
    {
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (codes, decimals) in new[] { (WithoutDecimals, 0), (WithTwo, 2), (WithThree, 3), (WithFour, 4) })
        {
            foreach (var code in codes.Split(' '))
            {
                known.Add(code, decimals);
            }
        }

        return known;
    }
}

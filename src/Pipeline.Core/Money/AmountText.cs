using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Pipeline.Money;

/// <summary>
/// Reads numbers and amounts as spreadsheets write them: decimal comma or point, groups of three between spaces, points, commas or
/// apostrophes. What could mean two things, as 1,234, is an error unless the upload declares its decimal mark.
/// </summary>
public static class AmountText
{
    /// <summary>Greatest amount, in minor units: 10^15, so that sums of thousands of them still fit.</summary>
    public const long Max = 1_000_000_000_000_000;

    private const int MaxLength = 40;
    private const int GroupLength = 3;

    /// <summary>Reads a number.</summary>
    /// <param name="text">Text of a cell.</param>
    /// <param name="mark">Decimal mark of the upload.</param>
    /// <param name="value">The number.</param>
    /// <param name="problem">Why not, and what to do.</param>
    public static bool TryNumber(string text, DecimalMark mark, out decimal value, [NotNullWhen(false)] out string? problem)
    {
        value = 0;
        problem = $"'{Shorten(text)}' is no number; write digits with at most one decimal mark, as in 1234.56.";
        var digits = Compact(text, out var isGrouped);
        if (digits.Length is 0 or > MaxLength)
        {
            return false;
        }

        var isNegative = digits[0] is '-' or '−';
        var body = digits[0] is '-' or '−' or '+' ? digits[1..] : digits;
        if (body.Length == 0 || body.Any(c => !char.IsAsciiDigit(c) && c is not (',' or '.' or '\'')))
        {
            return false;
        }

        if (Decimal(body, mark, isGrouped) is not { } place)
        {
            problem = $"'{Shorten(text)}' may mean thousands or decimals; write it without groups, or declare decimal=comma or "
                + "decimal=point.";
            return false;
        }

        var whole = place < 0 ? body : body[..place];
        var fraction = place < 0 ? "" : body[(place + 1)..];
        if (!AreGroups(whole, place < 0 ? '\0' : body[place])
            || fraction.Any(c => !char.IsAsciiDigit(c))
            || (whole.Length == 0 && fraction.Length == 0))
        {
            return false;
        }

        var plain = new string([.. whole.Where(char.IsAsciiDigit)]) + "." + fraction + "0";
        if (!decimal.TryParse(plain, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value))
        {
            return false;
        }

        (value, problem) = (isNegative ? -value : value, null);
        return true;
    }

    /// <summary>Reads an amount in minor units of a currency.</summary>
    /// <param name="text">Text of a cell; the currency's own sign or code may stand beside the number.</param>
    /// <param name="currency">Known code.</param>
    /// <param name="mark">Decimal mark of the upload.</param>
    /// <param name="minor">Minor units, at most <see cref="Max"/> either way.</param>
    /// <param name="problem">Why not, and what to do.</param>
    public static bool TryAmount(string text, string currency, DecimalMark mark, out long minor, [NotNullWhen(false)] out string? problem)
    {
        minor = 0;
        if (!TryNumber(WithoutSign(text.Trim(), currency), mark, out var value, out problem))
        {
            return false;
        }

        return TryMinor(value, currency, out minor, out problem);
    }

    internal static bool TryMinor(decimal value, string currency, out long minor, [NotNullWhen(false)] out string? problem)
    {
        minor = 0;
        var decimals = Currencies.DecimalsOf(currency);
        if (Math.Abs(value) > Max / PowerOfTen(decimals))
        {
            problem = "is greater than any amount; correct it.";
            return false;
        }

        var scaled = value * PowerOfTen(decimals);
        if (scaled != decimal.Truncate(scaled))
        {
            problem = $"has more decimals than {currency} has ({decimals}); round it.";
            return false;
        }

        (minor, problem) = ((long)scaled, null);
        return true;
    }

    internal static decimal PowerOfTen(int exponent) => exponent switch
    {
        0 => 1m,
        1 => 10m,
        2 => 100m,
        3 => 1_000m,
        _ => 10_000m,
    };

    private static string WithoutSign(string text, string currency)
    {
        var sign = currency switch
        {
            "EUR" => "€",
            "USD" => "$",
            "GBP" => "£",
            _ => currency,
        };
        foreach (var name in new[] { sign, currency })
        {
            if (text.EndsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                return text[..^name.Length];
            }

            if (text.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                return text[name.Length..];
            }
        }

        return text;
    }

    // Spaces between digits are groups of thousands; they become apostrophes, which are nothing else.
    private static string Compact(string text, out bool isGrouped)
    {
        var trimmed = text.Trim();
        var compact = new StringBuilder(trimmed.Length);
        isGrouped = false;
        foreach (var c in trimmed)
        {
            var isSpace = char.IsWhiteSpace(c);
            if (isSpace && (compact.Length == 0 || compact[^1] is '-' or '−' or '+'))
            {
                continue;
            }

            isGrouped |= isSpace || c is '\'' or '’';
            compact.Append(isSpace || c is '’' ? '\'' : c);
        }

        return compact.ToString();
    }

    // Place of the decimal mark, -1 for none, null when it cannot be told.
    private static int? Decimal(string body, DecimalMark mark, bool isGrouped)
    {
        if (mark != DecimalMark.Detect)
        {
            return body.LastIndexOf(mark == DecimalMark.Comma ? ',' : '.');
        }

        var comma = body.LastIndexOf(',');
        var point = body.LastIndexOf('.');
        if (comma >= 0 && point >= 0)
        {
            return Math.Max(comma, point);
        }

        var place = Math.Max(comma, point);
        if (place < 0)
        {
            return -1;
        }

        if (body.IndexOf(body[place], StringComparison.Ordinal) != place)
        {
            return -1;
        }

        var couldBeGroup = body.Length - place - 1 == GroupLength && place is > 0 and <= GroupLength && body[..place] != "0" && !isGrouped;
        return couldBeGroup ? null : place;
    }

    private static bool AreGroups(string whole, char decimalMark)
    {
        var separators = whole.Where(c => !char.IsAsciiDigit(c)).Distinct().ToList();
        if (separators.Count == 0)
        {
            return true;
        }

        if (separators.Count > 1 || separators[0] == decimalMark)
        {
            return false;
        }

        var groups = whole.Split(separators[0]);
        return groups[0].Length is > 0 and <= GroupLength && groups.Skip(1).All(group => group.Length == GroupLength);
    }

    private static string Shorten(string text) => text.Length <= MaxLength ? text.Trim() : text[..MaxLength].Trim() + "…";
}

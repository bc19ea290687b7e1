using Pipeline.Money;
using Pipeline.Text;

namespace Pipeline.Imports.Columns;

// A name in a header as it is compared: folded, and without the unit of money that reports put behind it, as in "Amount spent (USD)".
internal readonly record struct HeaderName(string Text, string Folded, string Base, string? Unit)
{
    public static HeaderName Of(string text)
    {
        var folded = TextFold.Fold(text);
        var trimmed = text.AsSpan().Trim();
        if (trimmed is [.., '(' or '[', _, _, _, ')' or ']'])
        {
            var unit = trimmed[^4..^1].ToString();
            if (Currencies.IsKnown(unit.ToUpperInvariant()))
            {
                return new HeaderName(text, folded, TextFold.Fold(trimmed[..^5].ToString()), unit.ToUpperInvariant());
            }
        }

        return new HeaderName(text, folded, folded, null);
    }
}

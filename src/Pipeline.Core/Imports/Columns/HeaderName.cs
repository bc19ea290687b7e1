using Pipeline.Money;
using Pipeline.Text;

namespace Pipeline.Imports.Columns;

// A name in a header as it is compared: folded, and without the unit of money that reports put behind it, as in "Amount spent (USD)".
internal readonly record struct HeaderName(string Text, string Folded, string Base, string? Unit)
{
    // In brackets a unit is one whatever the column means; bare letters may be a word of it.
    public bool IsBracketed => Unit is not null && Text.AsSpan().TrimEnd() is [.., ')' or ']'];

    private static readonly string[] Before = ["in", "en"];

    public static HeaderName Of(string text)
    {
        var folded = TextFold.Fold(text);
        return TryUnit(text.Trim(), out var rest, out var unit)
            ? new HeaderName(text, folded, TextFold.Fold(rest), unit)
            : new HeaderName(text, folded, folded, null);
    }

    private static bool TryUnit(string text, out string rest, out string? unit)
    {
        (rest, unit) = (text, null);
        if (text is [.., ')' or ']'] && text.LastIndexOfAny(['(', '[']) is >= 0 and var start)
        {
            unit = Currencies.Find(WithoutWord(text[(start + 1)..^1].Trim()));
            rest = text[..start];
        }
        else if (text.LastIndexOfAny([' ', ',', '-', '_', '\u00A0']) is > 0 and var end)
        {
            // Bare letters are a unit as they are written: "Amount all" names no Albanian lek, nor does "AMOUNT ALL".
            var (last, name) = (text[(end + 1)..], text[..end].TrimEnd(' ', ',', '-', '_', '\u00A0'));
            unit = last.Any(char.IsAsciiLetterLower) || !name.Any(char.IsLower) ? null : Currencies.Find(last);
            rest = Array.Find(Before, word => name.EndsWith(' ' + word, StringComparison.OrdinalIgnoreCase)) is { } word
                ? name[..^word.Length]
                : name;
        }

        return unit is not null;
    }

    private static string WithoutWord(string text) =>
        Array.Find(Before, word => text.StartsWith(word + ' ', StringComparison.OrdinalIgnoreCase)) is { } word
            ? text[word.Length..].Trim()
            : text;
}

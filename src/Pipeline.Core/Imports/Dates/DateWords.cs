using System.Text;
using Pipeline.Text;

namespace Pipeline.Imports.Dates;

/// <summary>
/// Makes a written date comparable with a form: month names of seven languages become English abbreviations, AM and PM one spelling, and
/// weekdays, commas and small words between the parts go. What is not known stays, so that it fits no form.
/// </summary>
internal static class DateWords
{
    private static readonly string[] Months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    // English, French, German, Spanish, Italian, Dutch, Portuguese; folded. No word names two months.
    private static readonly string[] Names =
    [
        "jan january janv janvier januar jaenner janner ene enero gen gennaio januari janeiro",
        "feb february fev fevr fevrier februar febrero febbraio februari fevereiro",
        "mar march mars marz maerz marzo maart mrt marco",
        "apr april avr avril abr abril aprile",
        "may mai mayo mag maggio mei maio",
        "jun june juin juni junio giu giugno junho",
        "jul july juil juillet juli julio lug luglio julho",
        "aug august aout ago agosto augustus",
        "sep sept september septembre septiembre set settembre setembro",
        "oct october octobre okt oktober octubre ott ottobre out outubro",
        "nov november novembre noviembre novembro",
        "dec december decembre dez dezember dic diciembre dicembre dezembro",
    ];

    private static readonly string[] Silent =
    [
        "de", "del", "at", "um", "le", "the", "uhr", "alle",
        "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun",
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ];

    private static readonly Dictionary<string, string> Known = Make();

    /// <summary>Rewrites a text in which a word may stand.</summary>
    /// <param name="text">Trimmed text of a cell.</param>
    public static string Normalize(string text)
    {
        if (!NeedsWork(text))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            var c = text[i];
            if (char.IsLetter(c))
            {
                var end = i;
                while (end < text.Length && char.IsLetter(text[end]))
                {
                    end++;
                }

                // 9:30 a.m., and the full stop behind an abbreviated month.
                var word = text[i..end];
                if (word is "a" or "p" or "A" or "P" && text.AsSpan(end).StartsWith(".m", StringComparison.OrdinalIgnoreCase))
                {
                    (word, end) = (word + "m", end + 2);
                }

                i = end < text.Length && text[end] == '.' && Known.ContainsKey(TextFold.Fold(word)) ? end + 1 : end;
                var known = Known.GetValueOrDefault(TextFold.Fold(word), word);
                result.Append(known is "AM" or "PM" ? " " : "").Append(known);
                continue;
            }

            result.Append(char.IsWhiteSpace(c) || c == ',' ? ' ' : c);
            i++;
        }

        return string.Join(' ', result.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    // Digits, separators and the T and Z of ISO 8601 are as they must be.
    private static bool NeedsWork(string text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c) && c is not ('-' or '/' or '.' or ':' or 'T' or 'Z' or '+' or ' '))
            {
                return true;
            }
        }

        return false;
    }

    private static Dictionary<string, string> Make()
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal) { ["am"] = "AM", ["pm"] = "PM" };
        for (var month = 0; month < Months.Length; month++)
        {
            foreach (var name in Names[month].Split(' '))
            {
                known.Add(name, Months[month]);
            }
        }

        foreach (var word in Silent)
        {
            known.Add(word, "");
        }

        return known;
    }
}

using System.Text;

namespace Pipeline.UnitTests.Infra;

/// <summary>
/// The lexical parts of a Bicep file: <see cref="Code"/> is everything outside strings and comments (interpolated
/// expressions included), <see cref="Literals"/> the text of the strings.
/// </summary>
internal sealed record BicepSource(string Code, IReadOnlyList<string> Literals)
{
    public static BicepSource Parse(string text)
    {
        var code = new StringBuilder();
        var literals = new List<string>();
        var end = ReadCode(text, 0, code, literals, interpolated: false);

        return end == text.Length
            ? new BicepSource(code.ToString(), literals)
            : throw new FormatException($"Unexpected end of expression at {end}.");
    }

    /// <summary>The brackets that have no partner, in the order of the text; empty if all match.</summary>
    public string UnmatchedBrackets()
    {
        const string Openers = "([{";
        const string Closers = ")]}";
        var open = new Stack<char>();
        var unmatched = new StringBuilder();
        foreach (var c in Code)
        {
            if (Openers.Contains(c, StringComparison.Ordinal))
            {
                open.Push(c);
            }
            else if (Closers.IndexOf(c, StringComparison.Ordinal) is >= 0 and var kind
                && !(open.TryPop(out var opener) && opener == Openers[kind]))
            {
                unmatched.Append(c);
            }
        }

        return unmatched.Append([.. open]).ToString();
    }

    private static int ReadCode(string text, int at, StringBuilder code, List<string> literals, bool interpolated)
    {
        var depth = 0;
        while (at < text.Length)
        {
            if (StartsWith(text, at, "//"))
            {
                var lineEnd = text.IndexOf('\n', at);
                at = lineEnd < 0 ? text.Length : lineEnd;
            }
            else if (StartsWith(text, at, "/*"))
            {
                at = IndexAfter(text, at + 2, "*/");
            }
            else if (StartsWith(text, at, "'''"))
            {
                var end = IndexAfter(text, at + 3, "'''");
                literals.Add(text[(at + 3)..(end - 3)]);
                at = end;
            }
            else if (text[at] == '\'')
            {
                code.Append("''");
                at = ReadString(text, at + 1, code, literals);
            }
            else if (interpolated && text[at] == '}' && depth == 0)
            {
                return at + 1;
            }
            else
            {
                depth += text[at] switch { '{' => 1, '}' => -1, _ => 0 };
                code.Append(text[at++]);
            }
        }

        return interpolated ? throw new FormatException("An interpolation has no end.") : at;
    }

    private static int ReadString(string text, int at, StringBuilder code, List<string> literals)
    {
        var literal = new StringBuilder();
        while (at < text.Length && text[at] != '\n')
        {
            if (text[at] == '\\')
            {
                literal.Append(text, at, 2);
                at += 2;
            }
            else if (StartsWith(text, at, "${"))
            {
                code.Append(' ');
                at = ReadCode(text, at + 2, code, literals, interpolated: true);
            }
            else if (text[at] == '\'')
            {
                literals.Add(literal.ToString());
                return at + 1;
            }
            else
            {
                literal.Append(text[at++]);
            }
        }

        throw new FormatException("A string has no end on its line.");
    }

    private static bool StartsWith(string text, int at, string value) => string.CompareOrdinal(text, at, value, 0, value.Length) == 0;

    private static int IndexAfter(string text, int at, string value)
    {
        var index = text.IndexOf(value, at, StringComparison.Ordinal);
        return index < 0 ? throw new FormatException($"No {value} after {at}.") : index + value.Length;
    }
}

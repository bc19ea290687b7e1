using System.Text.RegularExpressions;

namespace Pipeline.Imports;

/// <summary>
/// Finds the e-mail addresses of a cell, as exports write them: <c>Anna Smith (anna@example.org)</c>, <c>Anna &lt;anna@example.org&gt;</c>,
/// several between semicolons, commas or line breaks. A part that is neither an address nor has one in brackets is left alone: in
/// "anna smith@example.org" nobody knows whose address it is.
/// </summary>
internal static partial class AddressCell
{
    private const int MaxText = 5_000;

    /// <summary>The addresses in order, each once; the whole text when no address can be told.</summary>
    /// <param name="text">Text of a cell.</param>
    public static IReadOnlyList<string> Read(string text)
    {
        if (text.Length > MaxText)
        {
            return [text];
        }

        var found = new List<string>();
        foreach (var part in text.Split(';', ',', '|', '\n')
            .Select(part => part.Trim())
            .Where(part => part.Contains('@', StringComparison.Ordinal)))
        {
            if (AddressOf(part) is not { } address)
            {
                return [text];
            }

            if (!found.Contains(address, StringComparer.OrdinalIgnoreCase))
            {
                found.Add(address);
            }
        }

        return found.Count == 0 ? [text] : found;
    }

    private static string? AddressOf(string part)
    {
        var bare = part.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) ? part["mailto:".Length..] : part;
        return Whole().IsMatch(bare) ? bare
            : Bracketed().Match(part) is { Success: true } match ? match.Groups[1].Value + match.Groups[2].Value
            : null;
    }

    [GeneratedRegex(@"^[^\s<>()\[\]""]+$")]
    private static partial Regex Whole();

    // A name and its address in brackets, or an address and its name.
    [GeneratedRegex(
        @"^[^@<>()\[\]]*[<(\[]\s*(?:mailto:)?([^\s<>()\[\]""]+@[^\s<>()\[\]""]+?)\s*[>)\]]$"
        + @"|^([^\s<>()\[\]""]+@[^\s<>()\[\]""]+)\s+[(][^@()]*[)]$")]
    private static partial Regex Bracketed();
}

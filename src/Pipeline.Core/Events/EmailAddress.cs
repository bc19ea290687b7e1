using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Pipeline.Events;

/// <summary>Normalises e-mail addresses: two spellings of one mailbox become one text. Dots and plus-tags are kept.</summary>
public static class EmailAddress
{
    /// <summary>Longest normalised address, in characters.</summary>
    public const int MaxLength = 254;

    private const int MaxLocalLength = 64;
    private const string NotAllowedInLocal = "()<>[]:;,\\\"";
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>
    /// Normalises an address: trim, Unicode NFC, split at the last <c>@</c>, lower case (invariant), domain to ASCII by IDN.
    /// Normalising twice changes nothing.
    /// </summary>
    /// <param name="text">Text as it was typed; may be null.</param>
    /// <param name="address">The normalised address, at most <see cref="MaxLength"/> characters.</param>
    /// <param name="problem">What is wrong and what to do, one sentence that does not repeat the text.</param>
    /// <returns>False when the text is no e-mail address.</returns>
    public static bool TryNormalize(
        string? text, [NotNullWhen(true)] out string? address, [NotNullWhen(false)] out string? problem)
    {
        address = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            problem = "An e-mail address is required.";
            return false;
        }

        if (text.Length > MaxLength * 2 || !IsWellFormed(text))
        {
            problem = "The e-mail address is too long or holds characters that are no text.";
            return false;
        }

        var trimmed = text.Trim().Normalize(NormalizationForm.FormC);
        var at = trimmed.LastIndexOf('@');
        if (at < 0)
        {
            problem = "The e-mail address must hold an @, as in name@example.org.";
            return false;
        }

        var local = trimmed[..at].ToLowerInvariant().Normalize(NormalizationForm.FormC);
        problem = ProblemOfLocal(local);
        if (problem is not null || !TryDomain(trimmed[(at + 1)..], out var domain, out problem))
        {
            return false;
        }

        if (local.Length + 1 + domain.Length > MaxLength)
        {
            problem = $"The e-mail address must have at most {MaxLength} characters.";
            return false;
        }

        address = $"{local}@{domain}";
        return true;
    }

    private static bool IsWellFormed(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar || Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherNotAssigned)
            {
                return false;
            }
        }

        return true;
    }

    private static string? ProblemOfLocal(string local)
    {
        if (local.Length is 0 or > MaxLocalLength)
        {
            return $"The part of the e-mail address before the @ must have 1 to {MaxLocalLength} characters.";
        }

        if (local[0] == '.' || local[^1] == '.' || local.Contains("..", StringComparison.Ordinal))
        {
            return "The part of the e-mail address before the @ must not begin or end with a dot or hold two in a row.";
        }

        foreach (var c in local)
        {
            if (c == '@' || char.IsWhiteSpace(c) || char.IsControl(c) || NotAllowedInLocal.Contains(c, StringComparison.Ordinal)
                || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format)
            {
                return "The part of the e-mail address before the @ holds a character that is not allowed there.";
            }
        }

        return null;
    }

    private static bool TryDomain(string text, [NotNullWhen(true)] out string? domain, [NotNullWhen(false)] out string? problem)
    {
        (domain, problem) = (null, "The part of the e-mail address after the @ must be a domain name, as in example.org.");
        string ascii;
        try
        {
            ascii = Idn.GetAscii(text.ToLowerInvariant().Normalize(NormalizationForm.FormC)).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return false;
        }

        var lastDot = ascii.LastIndexOf('.');
        if (lastDot <= 0 || lastDot > ascii.Length - 3 || char.IsAsciiDigit(ascii[lastDot + 1]))
        {
            return false;
        }

        (domain, problem) = (ascii, null);
        return true;
    }
}

using System.Globalization;
using System.Text;

namespace Pipeline.Text;

/// <summary>
/// Makes names comparable that people write differently: <c>Opportunité</c>, <c>OPPORTUNITE</c> and <c>opportunite </c> are one.
/// </summary>
public static class TextFold
{
    /// <summary>Lower case without accents, and without anything but letters and digits. Folding twice changes nothing.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>Empty when the text holds no letter or digit.</returns>
    public static string Fold(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var folded = new StringBuilder(text.Length);
        foreach (var c in Decompose(text))
        {
            if (char.IsLetterOrDigit(c) || char.IsSurrogate(c))
            {
                folded.Append(char.ToLowerInvariant(c));
            }
        }

        return folded.ToString();
    }

    private static string Decompose(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormKD).ToLower(CultureInfo.InvariantCulture).Normalize(NormalizationForm.FormKD);
        }
        catch (ArgumentException)
        {
            // Not all that a client sends is text; such a name then matches itself alone.
            return text;
        }
    }
}

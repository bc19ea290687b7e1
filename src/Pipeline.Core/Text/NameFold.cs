using System.Text;

namespace Pipeline.Text;

/// <summary>
/// Compares names of sources, mediums, campaigns and channels, which people and programs write in several ways: white space around them,
/// case and the form of Unicode do not matter, everything else does.
/// </summary>
public static class NameFold
{
    /// <summary>Equal when the folds are equal.</summary>
    public static IEqualityComparer<string> Comparer { get; } = new FoldComparer();

    /// <summary>The fold of a name: trimmed, NFC, lower case. Folding twice changes nothing.</summary>
    /// <param name="name">Name as it was written.</param>
    public static string Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var trimmed = name.Trim();
        return Ascii.IsValid(trimmed) ? trimmed.ToLowerInvariant() : Normalize(Normalize(trimmed).ToLowerInvariant());
    }

    /// <summary>True when two names are one; two that are absent are.</summary>
    /// <param name="left">A name; null when absent.</param>
    /// <param name="right">Another.</param>
    public static bool AreSame(string? left, string? right) => Comparer.Equals(left, right);

    private static string Normalize(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            // Not all that a client sends is text; such a name has one form alone.
            return text;
        }
    }

    // Nearly all names are ASCII: those are compared where they stand.
    private sealed class FoldComparer : IEqualityComparer<string>
    {
        public bool Equals(string? x, string? y)
        {
            if (ReferenceEquals(x, y) || x is null || y is null)
            {
                return ReferenceEquals(x, y);
            }

            return Ascii.IsValid(x) && Ascii.IsValid(y)
                ? Ascii.EqualsIgnoreCase(x.AsSpan().Trim(), y.AsSpan().Trim())
                : string.Equals(Of(x), Of(y), StringComparison.Ordinal);
        }

        public int GetHashCode(string obj) =>
            string.GetHashCode(Ascii.IsValid(obj) ? obj.AsSpan().Trim() : Of(obj), StringComparison.OrdinalIgnoreCase);
    }
}

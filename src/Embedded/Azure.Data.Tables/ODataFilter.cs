using System.Globalization;
using System.Text;

namespace Azure.Data.Tables;

/// <summary>Makes filter texts out of interpolated strings: every hole becomes a quoted, escaped literal.</summary>
internal static class ODataFilter
{
    internal static string Create(FormattableString filter)
    {
        ArgumentNullException.ThrowIfNull(filter);

        var literals = new object[filter.ArgumentCount];
        for (var index = 0; index < literals.Length; index++)
        {
            literals[index] = Literal(filter.GetArgument(index), index);
        }

        return string.Format(CultureInfo.InvariantCulture, filter.Format, literals);
    }

    /// <summary>Doubles every quote, as a quoted literal needs it in filters and in addresses.</summary>
    internal static string Escape(string text) => text.Replace("'", "''", StringComparison.Ordinal);

    private static string Literal(object? value, int index) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        long or ulong => string.Create(CultureInfo.InvariantCulture, $"{value}L"),
        sbyte or byte or short or ushort or int or uint or decimal or float or double => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        Guid guid => $"guid'{guid}'",
        DateTimeOffset moment => Moment(moment.UtcDateTime),
        DateTime moment => Moment(moment.ToUniversalTime()),
        byte[] bytes => $"X'{Convert.ToHexString(bytes)}'",
        BinaryData data => $"X'{Convert.ToHexString(data.ToMemory().Span)}'",
        string or char or StringBuilder => $"'{Escape(value.ToString()!)}'",
        _ => throw new ArgumentException($"Unable to convert argument {index} from type {value.GetType()} to an OData literal."),
    };

    private static string Moment(DateTime utc) => string.Create(CultureInfo.InvariantCulture, $"datetime'{utc:yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'}'");
}

using System.Text.Json;

namespace Azure.Data.Tables;

/// <summary>How values of one .NET type are written and read.</summary>
/// <typeparam name="T">The .NET type.</typeparam>
/// <param name="Write">Writes a value.</param>
/// <param name="Read">Reads a value other than null; false leaves the member as it is.</param>
internal sealed record EdmType<T>(EdmType<T>.Writer Write, EdmType<T>.Reader Read)
{
    internal delegate void Writer(EntityWriter writer, PropertyName name, T value);

    internal delegate bool Reader(ref Utf8JsonReader reader, PropertyName name, out T value);
}

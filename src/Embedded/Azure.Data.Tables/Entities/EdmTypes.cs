using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace Azure.Data.Tables;

/// <summary>The .NET types that a typed row's members may have.</summary>
internal static class EdmTypes
{
    private static readonly Dictionary<Type, object> Known = new()
    {
        [typeof(string)] = new EdmType<string?>(static (writer, name, value) => writer.Write(name, value), ReadString),
        [typeof(int)] = new EdmType<int>(static (writer, name, value) => writer.Write(name, value), ReadInt32),
        [typeof(long)] = new EdmType<long>(static (writer, name, value) => writer.Write(name, value), ReadInt64),
        [typeof(ulong)] = new EdmType<ulong>(static (writer, name, value) => writer.Write(name, value), ReadUInt64),
        [typeof(double)] = new EdmType<double>(static (writer, name, value) => writer.Write(name, value), ReadDouble),
        [typeof(bool)] = new EdmType<bool>(static (writer, name, value) => writer.Write(name, value), ReadBoolean),
        [typeof(Guid)] = new EdmType<Guid>(static (writer, name, value) => writer.Write(name, value), ReadGuid),
        [typeof(DateTimeOffset)] = new EdmType<DateTimeOffset>(static (writer, name, value) => writer.Write(name, value), ReadMoment),
        [typeof(DateTime)] = new EdmType<DateTime>(static (writer, name, value) => writer.Write(name, value), ReadDateTime),
        [typeof(byte[])] = new EdmType<byte[]?>(WriteBytes, ReadBytes),
        [typeof(BinaryData)] = new EdmType<BinaryData?>(WriteData, ReadData),
    };

    /// <summary>How a type is written and read.</summary>
    /// <exception cref="NotSupportedException">The service, or the published package, cannot keep values of this type.</exception>
    internal static object Of(Type type, string property)
    {
        if (Known.TryGetValue(type, out var known))
        {
            return known;
        }

        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return Make(nameof(Optional), inner, Of(inner, property));
        }

        return type.IsEnum ? Make(nameof(ByName), type) : throw NotSupported(type, property);
    }

    internal static NotSupportedException NotSupported(Type type, string property)
    {
        var hint = type == typeof(decimal) || type == typeof(float) ? "The published client stores it and silently reads 0: use long minor units or double."
            : type == typeof(TimeSpan) ? "The published client stores it and silently reads zero: store the ticks as long."
            : type.IsEnum ? "Enum values are only supported for custom model types implementing ITableEntity."
            : "Serialise it to a string property, or mark it with [IgnoreDataMember].";
        return new NotSupportedException($"{property}: a value of type {type} cannot be stored. {hint}");
    }

    private static object Make(string factory, Type type, params object[] arguments) =>
        typeof(EdmTypes).GetMethod(factory, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type).Invoke(null, arguments)!;

    private static EdmType<T?> Optional<T>(EdmType<T> inner)
        where T : struct
    {
        return new EdmType<T?>(Write, Read);

        void Write(EntityWriter writer, PropertyName name, T? value)
        {
            if (value is { } present)
            {
                inner.Write(writer, name, present);
            }
            else
            {
                writer.WriteNull(name);
            }
        }

        bool Read(ref Utf8JsonReader reader, PropertyName name, out T? value)
        {
            var known = inner.Read(ref reader, name, out var present);
            value = present;
            return known;
        }
    }

    private static EdmType<T> ByName<T>()
        where T : struct, Enum
    {
        return new EdmType<T>(static (writer, name, value) => writer.Write(name, value.ToString()), Read);

        static bool Read(ref Utf8JsonReader reader, PropertyName name, out T value)
        {
            value = default;
            return reader.TokenType == JsonTokenType.String && reader.GetString() is { } text
                && Enum.IsDefined(typeof(T), text) && Enum.TryParse(text, out value);
        }
    }

    private static bool ReadString(ref Utf8JsonReader reader, PropertyName name, out string? value)
    {
        value = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return true;
    }

    private static bool ReadInt32(ref Utf8JsonReader reader, PropertyName name, out int value)
    {
        value = 0;
        return Fits<int>(reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out value), ref reader, name);
    }

    private static bool ReadInt64(ref Utf8JsonReader reader, PropertyName name, out long value)
    {
        value = 0;
        var fits = reader.TokenType switch
        {
            JsonTokenType.String => long.TryParse(reader.ValueSpan, NumberStyles.Integer, CultureInfo.InvariantCulture, out value),
            JsonTokenType.Number => reader.TryGetInt64(out value),
            _ => false,
        };
        return Fits<long>(fits, ref reader, name);
    }

    private static bool ReadUInt64(ref Utf8JsonReader reader, PropertyName name, out ulong value)
    {
        value = 0;
        var fits = reader.TokenType switch
        {
            JsonTokenType.String => ulong.TryParse(reader.ValueSpan, NumberStyles.Integer, CultureInfo.InvariantCulture, out value),
            JsonTokenType.Number => reader.TryGetUInt64(out value),
            _ => false,
        };
        return Fits<ulong>(fits, ref reader, name);
    }

    private static bool ReadDouble(ref Utf8JsonReader reader, PropertyName name, out double value)
    {
        value = 0;
        var fits = reader.TokenType switch
        {
            JsonTokenType.String => double.TryParse(reader.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out value),
            JsonTokenType.Number => reader.TryGetDouble(out value),
            _ => false,
        };
        return Fits<double>(fits, ref reader, name);
    }

    private static bool ReadBoolean(ref Utf8JsonReader reader, PropertyName name, out bool value)
    {
        value = reader.TokenType == JsonTokenType.True;
        return Fits<bool>(value || reader.TokenType == JsonTokenType.False, ref reader, name);
    }

    private static bool ReadGuid(ref Utf8JsonReader reader, PropertyName name, out Guid value)
    {
        value = default;
        var fits = reader.TokenType == JsonTokenType.String && (reader.TryGetGuid(out value) || Guid.TryParse(reader.GetString(), out value));
        return Fits<Guid>(fits, ref reader, name);
    }

    private static bool ReadMoment(ref Utf8JsonReader reader, PropertyName name, out DateTimeOffset value)
    {
        value = default;
        return Fits<DateTimeOffset>(reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out value), ref reader, name);
    }

    private static bool ReadDateTime(ref Utf8JsonReader reader, PropertyName name, out DateTime value)
    {
        ReadMoment(ref reader, name, out var moment);
        value = moment.UtcDateTime;
        return true;
    }

    private static void WriteBytes(EntityWriter writer, PropertyName name, byte[]? value)
    {
        if (value is null)
        {
            writer.WriteNull(name);
        }
        else
        {
            writer.Write(name, value.AsSpan());
        }
    }

    private static bool ReadBytes(ref Utf8JsonReader reader, PropertyName name, out byte[]? value)
    {
        value = null;
        return Fits<byte[]>(reader.TokenType == JsonTokenType.String && reader.TryGetBytesFromBase64(out value), ref reader, name);
    }

    private static void WriteData(EntityWriter writer, PropertyName name, BinaryData? value)
    {
        if (value is null)
        {
            writer.WriteNull(name);
        }
        else
        {
            writer.Write(name, value.ToMemory().Span);
        }
    }

    private static bool ReadData(ref Utf8JsonReader reader, PropertyName name, out BinaryData? value)
    {
        ReadBytes(ref reader, name, out var bytes);
        value = BinaryData.FromBytes(bytes!);
        return true;
    }

    private static bool Fits<T>(bool fits, ref Utf8JsonReader reader, PropertyName name) => fits
        ? true
        : throw new InvalidCastException($"{name.Text}: the stored value, a JSON {reader.TokenType}, cannot be read as {typeof(T)}.");
}

using System.Buffers;

namespace Azure.Data.Tables;

/// <summary>
/// Limits that Azure enforces and Azurite does not, or not all of them: without these checks a program would pass here and fail there.
/// Every check throws what the service would answer.
/// </summary>
internal static class ServiceLimits
{
    internal const int MaxKeyChars = 512;
    internal const int MaxOwnProperties = 252;
    internal const int MaxStringChars = 32 * 1024;
    internal const int MaxBinaryBytes = 64 * 1024;
    internal const int MaxEntityBytes = 1024 * 1024;
    internal const int MaxActions = 100;
    internal const int MaxPayloadBytes = 4 * 1024 * 1024;

    private static readonly DateTime EarliestMoment = new(1601, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private static readonly SearchValues<char> ForbiddenInKeys = SearchValues.Create(
        [.. @"/\#?", .. Enumerable.Range(0, 0x20).Select(code => (char)code), .. Enumerable.Range(0x7F, 0x21).Select(code => (char)code)]);

    /// <summary>Checks a key that is sent in a new row; <see cref="CheckKeyInAddress"/> checks one that is part of a URL.</summary>
    internal static void CheckKey(string name, string key) => CheckKey(name, key, "OutOfRangeInput");

    /// <summary>Checks a key that addresses a row: the service takes a forbidden character for a broken URL.</summary>
    internal static void CheckKeyInAddress(string name, string key) => CheckKey(name, key, "InvalidInput");

    internal static void CheckOwnProperties(int count)
    {
        if (count > MaxOwnProperties)
        {
            throw Refused("TooManyProperties", $"The row has more than {MaxOwnProperties} properties of its own.");
        }
    }

    internal static void CheckString(string property, string value)
    {
        if (value.Length > MaxStringChars)
        {
            throw Refused("PropertyValueTooLarge", $"{property} has {value.Length} UTF-16 units; at most {MaxStringChars} (64 KiB) are allowed.");
        }
    }

    internal static void CheckBinary(string property, int length)
    {
        if (length > MaxBinaryBytes)
        {
            throw Refused("PropertyValueTooLarge", $"{property} has {length} bytes; at most {MaxBinaryBytes} are allowed.");
        }
    }

    internal static void CheckMoment(string property, DateTime utc)
    {
        if (utc < EarliestMoment)
        {
            throw Refused("OutOfRangeInput", $"{property} is {utc:O}; the earliest storable moment is 1601-01-01T00:00:00Z.");
        }
    }

    internal static void CheckEntitySize(long bytes)
    {
        if (bytes > MaxEntityBytes)
        {
            throw Refused("EntityTooLarge", $"The row has {bytes} bytes with its names; at most {MaxEntityBytes} (1 MiB) are allowed.");
        }
    }

    internal static void CheckPayload(long bytes)
    {
        if (bytes > MaxPayloadBytes)
        {
            throw new RequestFailedException(
                413, $"The transaction has {bytes} bytes; at most {MaxPayloadBytes} (4 MiB) are allowed.", "RequestBodyTooLarge", null);
        }
    }

    internal static RequestFailedException Refused(string errorCode, string problem) =>
        new(400, $"{problem}\nStatus: 400 (Bad Request)\nErrorCode: {errorCode}", errorCode, null);

    private static void CheckKey(string name, string key, string codeOfForbidden)
    {
        if (key.Length > MaxKeyChars)
        {
            throw Refused("KeyValueTooLarge", $"{name} has {key.Length} UTF-16 units; at most {MaxKeyChars} (1 KiB) are allowed.");
        }

        var at = key.AsSpan().IndexOfAny(ForbiddenInKeys);
        if (at >= 0)
        {
            throw Refused(
                codeOfForbidden,
                $"{name} has the character U+{(int)key[at]:X4} at {at}; keys must not hold / \\ # ? or control characters.");
        }
    }
}

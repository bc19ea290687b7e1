using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>Takes code and message out of the service's error body, <c>{"odata.error":{"code","message":{"value"}}}</c>.</summary>
internal sealed class TableErrorParser : RequestFailedDetailsParser
{
    internal static TableErrorParser Instance { get; } = new();

    public override bool TryParse(
        Response response, [NotNullWhen(true)] out ResponseError? error, [NotNullWhen(true)] out IDictionary<string, string>? data)
    {
        data = new Dictionary<string, string>();
        error = Parse(response);
        if (error is null)
        {
            return false;
        }

        if (IndexOf(error.Message) is { } index)
        {
            data[TableTransactionFailedException.FailedIndexKey] = index;
        }

        return true;
    }

    private static ResponseError? Parse(Response response)
    {
        try
        {
            if (response.ContentStream is { Length: > 0 })
            {
                using var document = JsonDocument.Parse(response.Content.ToMemory());
                if (document.RootElement.ValueKind == JsonValueKind.Object
                    && document.RootElement.TryGetProperty("odata.error", out var details)
                    && details.TryGetProperty("code", out var code)
                    && details.TryGetProperty("message", out var message))
                {
                    return new ResponseError(code.GetString(), message.GetProperty("value").GetString());
                }
            }
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            // A proxy or gateway answers in its own format; the status and the header remain.
        }

        return response.Headers.TryGetValue("x-ms-error-code", out var header) ? new ResponseError(header, response.ReasonPhrase) : null;
    }

    /// <summary>A failed action of a transaction is named by its index before the message: <c>57:The specified entity already exists.</c></summary>
    private static string? IndexOf(string? message)
    {
        var colon = message?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        return colon > 0 && int.TryParse(message.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? message![..colon]
            : null;
    }
}

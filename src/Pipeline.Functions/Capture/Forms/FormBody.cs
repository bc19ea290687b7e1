using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Pipeline.Capture;
using Pipeline.Capture.Intake;
using Pipeline.Problems;

namespace Pipeline.Functions.Capture.Forms;

// Reads a form's fields from a body of any of the three content types.
internal sealed record FormBody(IReadOnlyList<KeyValuePair<string, string>> Fields, IReadOnlyList<Problem> Problems, bool IsJson)
{
    public static async Task<FormBody> ReadAsync(
        string? contentType, ReadOnlyMemory<byte> body, IOptions<CaptureOptions> options, CancellationToken cancellationToken)
    {
        _ = MediaTypeHeaderValue.TryParse(contentType, out var type);
        if (type is not null && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return await ReadMultipartAsync(HeaderUtilities.RemoveQuotes(type.Boundary).Value, body, cancellationToken);
        }

        if (type is not null && type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
        {
            return new FormBody(ReadUrlEncoded(body), [], IsJson: false);
        }

        var isJson = type is not null && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || type.MediaType.Equals("text/plain", StringComparison.OrdinalIgnoreCase));
        return isJson
            ? new FormBody(FormJson.Read(body, options, out var problems), problems, IsJson: true)
            : Unreadable("Content-Type must be application/x-www-form-urlencoded, multipart/form-data or application/json.");
    }

    private static List<KeyValuePair<string, string>> ReadUrlEncoded(ReadOnlyMemory<byte> body)
    {
        var fields = new List<KeyValuePair<string, string>>();
        foreach (var pair in new QueryStringEnumerable(Encoding.UTF8.GetString(body.Span)))
        {
            fields.Add(new(pair.DecodeName().ToString(), pair.DecodeValue().ToString()));
        }

        return fields;
    }

    private static async Task<FormBody> ReadMultipartAsync(string? boundary, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (boundary is not { Length: > 0 and <= 70 })
        {
            return Unreadable("Content-Type multipart/form-data must name a boundary of 1 to 70 characters.");
        }

        var fields = new List<KeyValuePair<string, string>>();

        // The reader takes some bodies that are cut just before their end for whole ones.
        var isWhole = body.Span.IndexOf(Encoding.UTF8.GetBytes($"--{boundary}--")) >= 0;
        try
        {
            var reader = new MultipartReader(boundary, new MemoryStream(body.ToArray(), writable: false));
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                // A file says its name; its content is none of our business.
                if (section.GetContentDispositionHeader() is { } disposition && disposition.IsFormDisposition())
                {
                    using var text = new StreamReader(section.Body, Encoding.UTF8);
                    fields.Add(new(
                        HeaderUtilities.RemoveQuotes(disposition.Name).ToString(), await text.ReadToEndAsync(cancellationToken)));
                }
            }
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException)
        {
            return new FormBody(fields, [new Problem(Problem.Malformed, "", "The multipart body is broken.")], IsJson: false);
        }

        return new FormBody(fields, isWhole ? [] : [Problem.BrokenOff], IsJson: false);
    }

    private static FormBody Unreadable(string detail) => new([], [new Problem(Problem.Malformed, "", detail)], IsJson: false);
}

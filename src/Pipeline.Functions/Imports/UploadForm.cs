using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Pipeline.Problems;

namespace Pipeline.Functions.Imports;

// An upload as a browser's form or curl -F sends it: one file, and fields that are parameters like those of the query.
internal sealed record UploadForm(ReadOnlyMemory<byte> Body, string? ContentType, IReadOnlyList<KeyValuePair<string, string>> Fields)
{
    private const int MaxFields = 50;
    private const int MaxField = 2_000;

    public static bool IsOne(HttpRequest request) =>
        request.ContentType?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Takes a form apart.</summary>
    /// <param name="problems">Receives why not.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Null when it is no form with one file.</returns>
    public static async Task<UploadForm?> ReadAsync(
        HttpRequest request, ReadOnlyMemory<byte> body, List<Problem> problems, CancellationToken cancellationToken)
    {
        var files = new List<(byte[] Bytes, string? ContentType)>();
        var fields = new List<KeyValuePair<string, string>>();
        try
        {
            var boundary = HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(request.ContentType).Boundary).ToString();
            using var whole = new MemoryStream(body.ToArray(), writable: false);
            var reader = new MultipartReader(boundary, whole);
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                using var content = new MemoryStream();
                await section.Body.CopyToAsync(content, cancellationToken);
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
                {
                    continue;
                }

                var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
                if (disposition.IsFileDisposition() || name == "file")
                {
                    files.Add((content.ToArray(), section.ContentType));
                }
                else if (fields.Count < MaxFields && content.Length <= MaxField)
                {
                    fields.Add(KeyValuePair.Create(name, Encoding.UTF8.GetString(content.ToArray())));
                }
                else
                {
                    problems.Add(new Problem(
                        Problem.TooLarge,
                        name,
                        $"A form has at most {MaxFields} fields of {MaxField} bytes beside its file; leave some out."));
                    return null;
                }
            }
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException or FormatException)
        {
            problems.Add(new Problem(
                Problem.Malformed, string.Empty, "The body is no multipart form, or breaks off; send it as curl -F file=@deals.csv does."));
            return null;
        }

        if (files is not [var file])
        {
            problems.Add(new Problem(
                Problem.Malformed, "file", $"The form holds {files.Count} files; send one upload each, as curl -F file=@deals.csv does."));
            return null;
        }

        return new UploadForm(file.Bytes, file.ContentType, fields);
    }
}

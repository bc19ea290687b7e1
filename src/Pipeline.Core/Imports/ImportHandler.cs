using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Capture;
using Pipeline.Capture.Intake;
using Pipeline.Settings;

namespace Pipeline.Imports;

/// <summary>
/// Takes uploads of any kind: reads JSON or CSV, stores the good rows, lists the bad ones by row and field and keeps them as rejected
/// events. Safe to repeat: an upload sent again changes nothing.
/// </summary>
public sealed class ImportHandler(
    IRejectedStore rejected, LocalTime localTime, TimeProvider timeProvider, IOptions<ImportOptions> options, ILogger<ImportHandler> logger)
{
    private static readonly JsonWriterOptions PayloadJson = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Handles one upload.</summary>
    /// <typeparam name="T">What a row holds.</typeparam>
    /// <param name="import">Kind of upload.</param>
    /// <param name="request">The upload.</param>
    /// <param name="cancellationToken">Stops between two rows; the same upload may be sent again.</param>
    /// <returns>What became of it. Bad input is an outcome, never an exception.</returns>
    public async Task<ImportOutcome> HandleAsync<T>(IImport<T> import, ImportRequest request, CancellationToken cancellationToken)
        where T : class
    {
        var problems = new List<Problem>();
        var receivedAt = EventTimes.ToMilliseconds(request.ReceivedAt ?? timeProvider.GetUtcNow());
        var settings = ImportSettings.Read(request.Query, import.Table, problems);
        var saidAt = settings.SaidAt(receivedAt, localTime.Zone, problems);
        var raw = problems.Count == 0 ? ReadTable(import.Table, settings, request, problems) : null;
        if (raw is null)
        {
            var isTooLarge = problems.Exists(problem => problem.Code == Problem.TooLarge);
            return new ImportOutcome { Status = isTooLarge ? ImportStatus.TooLarge : ImportStatus.Unusable, Problems = problems };
        }

        var upload = new ImportUpload(saidAt, localTime.Zone, settings);
        var read = raw.Rows.Select(row => Read(import, row, upload)).ToList();
        var (good, bad) = Sort(import, read, request.FirstRow is { } first && read.Count > 0 ? first - raw.Rows[0].Number : 0);
        if (!settings.DryRun)
        {
            await KeepAsync(import.Table, bad, UploadQuery.Write(request.Query), receivedAt, cancellationToken);
        }

        var outcomes = await import.StoreAsync(good, upload, cancellationToken);
        var taken = outcomes.Count(outcome => outcome == RowOutcome.Taken);
        logger.LogInformation(
            "{Endpoint}: {Rows} rows, {Taken} taken, {Rejected} rejected, dry run {DryRun}.",
            import.Table.Endpoint, raw.Rows.Count, taken, bad.Count, settings.DryRun);
        return new ImportOutcome
        {
            Status = ImportStatus.Read,
            Result = new ImportResult
            {
                Rows = raw.Rows.Count,
                Taken = taken,
                Unchanged = outcomes.Count(outcome => outcome == RowOutcome.Unchanged),
                Replaced = outcomes.Count(outcome => outcome == RowOutcome.Replaced),
                RejectedRows = bad.Count,
                Rejected = [.. bad.Take(ImportResult.MaxListed).Select(row => new RejectedRow(row.Row.Number, [.. row.Problems.Select(ToRow)]))],
                IgnoredColumns = raw.Ignored,
                DryRun = settings.DryRun,
            },
        };
    }

    private static (RawRow Row, T? Value, IReadOnlyList<Problem> Problems) Read<T>(IImport<T> import, RawRow row, ImportUpload upload)
        where T : class
    {
        var reader = new ImportRow(row, upload);
        var value = row.Unreadable is null ? import.Read(reader) : null;
        if (value is null && reader.Problems.Count == 0)
        {
            reader.Fault(Problem.Malformed, "", "The row holds nothing that can be taken.");
        }

        return (row, value, reader.Problems);
    }

    private static (List<ImportedRow<T>> Good, List<(RawRow Row, IReadOnlyList<Problem> Problems)> Bad) Sort<T>(
        IImport<T> import, List<(RawRow Row, T? Value, IReadOnlyList<Problem> Problems)> read, int shift)
        where T : class
    {
        var places = Enumerable.Range(0, read.Count).Where(place => read[place].Problems.Count == 0).ToList();
        List<ImportedRow<T>> candidates = [.. places.Select(place => new ImportedRow<T>(read[place].Row.Number + shift, read[place].Value!))];
        var contradictions = import.Compare(candidates).ToLookup(item => places[item.Place], item => item.Problem);
        var bad = read.Select((row, place) => (row.Row, Problems: (IReadOnlyList<Problem>)[.. row.Problems, .. contradictions[place]]))
            .Where(row => row.Problems.Count > 0).ToList();
        return ([.. candidates.Where((_, place) => !contradictions.Contains(places[place]))], bad);
    }

    private static RowProblem ToRow(Problem problem) => new(problem.Field, problem.Code, problem.Detail);

    private RawTable? ReadTable(ImportTable table, ImportSettings settings, ImportRequest request, List<Problem> problems)
    {
        if (request.IsTooLarge)
        {
            problems.Add(new Problem(Problem.TooLarge, "", $"The body must have at most {options.Value.MaxBodyBytes} bytes; split the upload."));
            return null;
        }

        var body = request.Body;
        if (body.Span.StartsWith(ByteOrderMark))
        {
            body = body[ByteOrderMark.Length..];
        }

        if (!Utf8.IsValid(body.Span))
        {
            problems.Add(new Problem(
                Problem.Malformed, "", $"Line {LineOfFault(body.Span)} is not UTF-8; save the file as \"CSV UTF-8\" and send it again."));
            return null;
        }

        var maxRows = options.Value.MaxRows;
        return IsJson(settings, request.ContentType, body.Span)
            ? JsonRows.Read(body, table, settings, maxRows, problems)
            : new CsvRows(body, table, settings, maxRows, problems).Read();
    }

    private static bool IsJson(ImportSettings settings, string? contentType, ReadOnlySpan<byte> body)
    {
        if (settings.IsJson is { } declared)
        {
            return declared;
        }

        if (contentType?.Contains("json", StringComparison.OrdinalIgnoreCase) == true)
        {
            return true;
        }

        var start = body.IndexOfAnyExcept(" \t\r\n"u8);
        return contentType?.Contains("csv", StringComparison.OrdinalIgnoreCase) != true && start >= 0 && body[start] is (byte)'{' or (byte)'[';
    }

    private static int LineOfFault(ReadOnlySpan<byte> body)
    {
        var line = 1;
        while (true)
        {
            var end = body.IndexOf((byte)'\n');
            if (end < 0 || !Utf8.IsValid(body[..end]))
            {
                return line;
            }

            body = body[(end + 1)..];
            line++;
        }
    }

    private async Task KeepAsync(
        ImportTable table, List<(RawRow Row, IReadOnlyList<Problem> Problems)> bad, string query, DateTimeOffset at, CancellationToken cancellationToken)
    {
        foreach (var (row, problems) in bad.Take(ImportResult.MaxListed))
        {
            await rejected.AddAsync(
                RejectedEvent.Create(table.Endpoint, problems, Payload(row), at) with { Query = UploadQuery.OfRow(query, row.Number) }, cancellationToken);
        }

        foreach (var page in RejectedPage.Cut(bad.Skip(ImportResult.MaxListed).Select(item => (item.Row, Payload(item.Row).ToArray(), item.Problems))))
        {
            await rejected.AddAsync(RejectedEvent.Create(table.Endpoint, page.Problems, page.Payload, at) with { Query = query }, cancellationToken);
        }
    }

    // As JSON, whatever it came as, so that it can be repaired and uploaded again by itself.
    private static ReadOnlySpan<byte> Payload(RawRow row)
    {
        if (row.Unreadable is { } text)
        {
            return Encoding.UTF8.GetBytes(text);
        }

        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, PayloadJson))
        {
            writer.WriteStartObject();
            foreach (var (name, cell) in row.Cells)
            {
                writer.WritePropertyName(name);
                if (cell.IsNumber)
                {
                    writer.WriteRawValue(cell.Text);
                }
                else
                {
                    writer.WriteStringValue(cell.Text);
                }
            }

            writer.WriteEndObject();
        }

        return bytes.ToArray();
    }
}

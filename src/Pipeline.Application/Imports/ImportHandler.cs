using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Events;
using Pipeline.Imports.Dates;
using Pipeline.Imports.Reading;
using Pipeline.Problems;
using Pipeline.Rejected;
using Pipeline.Time;

namespace Pipeline.Imports;

/// <summary>
/// Takes uploads of any kind: reads JSON, CSV or a workbook, stores the good rows, lists the bad ones by row and field and keeps them as
/// rejected events. Safe to repeat: an upload sent again changes nothing.
/// </summary>
public sealed class ImportHandler(
    IRejectedStore rejected, LocalTime localTime, TimeProvider timeProvider, IOptions<ImportOptions> options, ILogger<ImportHandler> logger)
{
    private static readonly JsonWriterOptions PayloadJson = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

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
        import = await import.PrepareAsync(cancellationToken);
        import.Check(settings, problems);
        var raw = problems.Count == 0 ? ReadTable(import.Table, settings, request, problems) : null;
        if (raw is null)
        {
            var isTooLarge = problems.Exists(problem => problem.Code == Problem.TooLarge);
            return new ImportOutcome { Status = isTooLarge ? ImportStatus.TooLarge : ImportStatus.Unusable, Problems = problems };
        }

        var upload = new ImportUpload(saidAt, localTime.Zone, settings);
        IReadOnlyList<string> currencies = [.. raw.Currencies.Union(request.Currencies)];
        var read = raw.Rows.Select(row => Read(import, row, upload, raw.Dates, currencies)).ToList();
        var (good, bad, notes) = Sort(import, read, request.RowNumbers);
        if (!settings.DryRun)
        {
            await KeepAsync(import.Table, bad, UploadQuery.Write(request.Query, settings, raw), receivedAt, cancellationToken);
        }

        // A row of several people is one row, and taken when it changes anything for one of them.
        var stored = good.Zip(await import.StoreAsync(good, upload, cancellationToken)).ToList();
        var today = localTime.DayOf(receivedAt);
        var waiting = stored.Where(row => row.Second == RowOutcome.Taken && !settings.DryRun)
            .Select(row => import.MomentOf(row.First.Value))
            .OfType<DateTimeOffset>()
                .Select(localTime.DayOf)
            .Where(day => day < today)
            .Distinct()
            .Order();
        var outcomes = stored
            .GroupBy(row => row.First.Number, row => row.Second)
            .Select(row => row.Contains(RowOutcome.Taken) ? RowOutcome.Taken : row.Max())
            .ToList();
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
                Rejected = [.. bad
                    .Take(ImportResult.MaxListed)
                    .Select(row => new RejectedRow(row.Row.Number, [.. row.Problems.Select(ToRow)]))],
                IgnoredColumns = raw.Ignored,
                Reading = raw.Reading,
                SkippedRows = raw.Skipped.Count,
                Skipped = [.. raw.Skipped.Take(SkippedRow.MaxListed)],
                Notes = [.. notes.Take(ImportResult.MaxNotes)],
                Waiting = [.. waiting.Take(ImportResult.MaxNotes)],
                DryRun = settings.DryRun,
            },
        };
    }

    private static ReadRow<T> Read<T>(
        IImport<T> import, RawRow row, ImportUpload upload, IReadOnlyDictionary<string, DateForms> dates, IReadOnlyList<string> currencies)
        where T : class
    {
        var reader = new ImportRow(row, upload, dates, currencies);
        var values = row.Unreadable is null ? import.ReadAll(reader) : [];
        if (values.Count == 0 && reader.Problems.Count == 0)
        {
            reader.Fault(Problem.Malformed, "", "The row holds nothing that can be taken.");
        }

        return new ReadRow<T>(row, values, reader.Problems, reader.Notes);
    }

    private static (List<ImportedRow<T>> Good, List<(RawRow Row, IReadOnlyList<Problem> Problems)> Bad, List<RowNote> Notes) Sort<T>(
        IImport<T> import, List<ReadRow<T>> read, IReadOnlyList<int> numbers)
        where T : class
    {
        List<(int Place, ImportedRow<T> Row)> candidates =
        [
            .. read.Select((row, place) => (Row: row, Place: place)).Where(item => item.Row.Problems.Count == 0)
                .SelectMany(item => item.Row.Values, (item, value) => (item.Place, new ImportedRow<T>(NumberOf(item.Place), value))),
        ];
        var contradictions = import.Compare([.. candidates.Select(item => item.Row)])
            .ToLookup(item => candidates[item.Place].Place, item => item.Problem);
        var bad = read
            .Select((row, place) => (row.Row, Problems: (IReadOnlyList<Problem>)[.. row.Problems, .. contradictions[place].Distinct()]))
            .Where(row => row.Problems.Count > 0).ToList();
        var good = candidates.Where(item => !contradictions.Contains(item.Place)).ToList();
        var taken = good.Select(item => item.Place).ToHashSet();
        var notes = read.Where((_, place) => taken.Contains(place))
            .SelectMany(row => row.Notes, (row, note) => new RowNote(row.Row.Number, note)).ToList();
        return ([.. good.Select(item => item.Row)], bad, notes);

        // Where a repair made other rows of them, only the place of all of them is known.
        int NumberOf(int place) => numbers.Count == read.Count ? numbers[place]
            : numbers.Count > 0 ? numbers[0] + place
            : read[place].Row.Number;
    }

    private static RowProblem ToRow(Problem problem) => new(problem.Field, problem.Code, problem.Detail);

    private RawTable? ReadTable(ImportTable table, ImportSettings settings, ImportRequest request, List<Problem> problems)
    {
        if (request.IsTooLarge)
        {
            problems.Add(new Problem(
                Problem.TooLarge, "", $"The body must have at most {options.Value.MaxBodyBytes} bytes; split the upload."));
            return null;
        }

        var maxRows = options.Value.MaxRows;
        if (SheetGrid.IsBinary(request.Body.Span))
        {
            var sheet = SheetGrid.Open(request.Body, options.Value.MaxBodyBytes, problems);
            using (sheet)
            {
                return sheet is null ? null
                    : new GridTable(table, settings, localTime.Zone, maxRows, problems).Read(
                        sheet.Rows(), new ImportReading { Format = "xlsx", Sheet = sheet.Name });
            }
        }

        if (UploadText.Decode(request.Body, problems) is not { } text)
        {
            return null;
        }

        return IsJson(settings, request.ContentType, text.Utf8.Span)
            ? JsonRows.Read(text, table, settings, maxRows, problems)
            : new GridTable(table, settings, localTime.Zone, maxRows, problems).ReadCsv(text.Utf8, text.Encoding);
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
        return contentType?.Contains("csv", StringComparison.OrdinalIgnoreCase) != true
            && start >= 0
            && body[start] is (byte)'{' or (byte)'[';
    }

    private async Task KeepAsync(
        ImportTable table,
        List<(RawRow Row, IReadOnlyList<Problem> Problems)> bad,
        string query,
        DateTimeOffset at,
        CancellationToken cancellationToken)
    {
        foreach (var (row, problems) in bad.Take(ImportResult.MaxListed))
        {
            var kept = RejectedEvent.Create(table.Endpoint, problems, Payload(row), at);
            await rejected.AddAsync(kept with { Query = UploadQuery.OfRows(query, [row.Number]) }, cancellationToken);
        }

        foreach (var page in RejectedPage.Cut(bad
            .Skip(ImportResult.MaxListed)
            .Select(item => (item.Row, Payload(item.Row).ToArray(), item.Problems))))
        {
            var kept = RejectedEvent.Create(table.Endpoint, page.Problems, page.Payload, at);
            await rejected.AddAsync(kept with { Query = UploadQuery.OfRows(query, page.Numbers) }, cancellationToken);
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

    private sealed record ReadRow<T>(RawRow Row, IReadOnlyList<T> Values, IReadOnlyList<Problem> Problems, IReadOnlyList<string> Notes);
}

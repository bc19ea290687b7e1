using System.Text;
using CsvHelper;
using Pipeline.Capture;

namespace Pipeline.Imports;

// Reads CSV: with a header in any order or without one, delimiter and header declared or told by the first row.
internal sealed class CsvRows(ReadOnlyMemory<byte> text, ImportTable table, ImportSettings settings, int maxRows, List<Problem> problems)
{
    private static readonly char[] Delimiters = [';', '\t', ','];

    public RawTable? Read()
    {
        var body = WithoutDeclaration(out var declared, out var skipped);
        var delimiter = settings.Delimiter ?? declared ?? Detect(body);
        using var next = Records(body, delimiter, skipped).GetEnumerator();
        if (!next.MoveNext())
        {
            problems.Add(new Problem(Problem.Malformed, "", "The upload holds no rows; send a header and at least one row."));
            return null;
        }

        var ignored = new List<string>();
        var isHeader = settings.HasHeader ?? IsHeader(next.Current.Fields);
        var columns = isHeader ? ReadHeader(next.Current.Fields, delimiter, ignored) : WithoutHeader();
        if (columns is null)
        {
            return null;
        }

        var rows = new List<RawRow>();
        if (!isHeader)
        {
            rows.Add(ReadRow(next.Current, columns));
        }

        while (next.MoveNext())
        {
            if (rows.Count == maxRows)
            {
                problems.Add(ImportLimits.TooManyRows(maxRows));
                return null;
            }

            rows.Add(ReadRow(next.Current, columns));
        }

        if (rows.Count == 0)
        {
            problems.Add(new Problem(Problem.Malformed, "", "The upload holds a header and no rows; add at least one."));
            return null;
        }

        return new RawTable(rows, ignored);
    }

    // Excel writes and reads a first line "sep=;" that is no row.
    private ReadOnlyMemory<byte> WithoutDeclaration(out char? declared, out int skipped)
    {
        (declared, skipped) = (null, 0);
        var end = text.Span.IndexOf((byte)'\n');
        var line = (end < 0 ? text : text[..end]).Span.TrimEnd((byte)'\r');
        if (line.Length != "sep=".Length + 1 || !Ascii.EqualsIgnoreCase(line[..^1], "sep="u8) || !";,\t|"u8.Contains(line[^1]))
        {
            return text;
        }

        (declared, skipped) = ((char)line[^1], 1);
        return end < 0 ? ReadOnlyMemory<byte>.Empty : text[(end + 1)..];
    }

    // The delimiter by which the first row names most columns; without a header the first of ; tab , that stands in it.
    private char Detect(ReadOnlyMemory<byte> body)
    {
        var (best, bestNames, bestFields) = (';', -1, 1);
        foreach (var delimiter in Delimiters)
        {
            if (Records(body, delimiter, 0).FirstOrDefault() is not { } first)
            {
                continue;
            }

            var names = first.Fields.Count(field => table.Find(field, settings) is not null);
            if (names > bestNames || (names == bestNames && bestFields == 1 && first.Fields.Count > 1))
            {
                (best, bestNames, bestFields) = (delimiter, names, first.Fields.Count);
            }
        }

        return best;
    }

    // Rows that hold nothing are none, but they count: a row's number is the one that a spreadsheet shows.
    private static IEnumerable<CsvRecord> Records(ReadOnlyMemory<byte> body, char delimiter, int skipped)
    {
        var faults = new Dictionary<long, string>();
        var strays = new HashSet<long>();
        using var reader = CsvReader.Create(body, new CsvReaderOptions
        {
            Separator = delimiter,
            HasHeader = false,
            SkipEmptyLines = false,
            DetectSeparatorHint = false,
            IncludeValuesInExceptions = false,
            OnMalformedRecord = fault =>
            {
                if (fault.Reason == CsvMalformedReason.StrayQuote)
                {
                    strays.Add(fault.RecordNumber);
                }

                if (WordsOf(fault.Reason) is { } words)
                {
                    faults.TryAdd(fault.RecordNumber, words);
                }
            },
        });
        for (var number = 1; reader.Read(); number++)
        {
            var fields = Fields(reader);
            if (!Array.TrueForAll(fields, string.IsNullOrWhiteSpace))
            {
                // A record is faulted once: behind a stray quote another may be open, which shows by the lines that it swallowed.
                var fault = faults.GetValueOrDefault(number)
                    ?? (strays.Contains(number) && reader.RawRecord.TrimEnd("\r\n"u8).Contains((byte)'\n') ? WordsOf(CsvMalformedReason.UnterminatedQuote) : null);
                yield return new CsvRecord(number + skipped, fields, fault, fault is null ? null : Encoding.UTF8.GetString(reader.RawRecord));
            }
        }
    }

    private static string[] Fields(CsvReader reader)
    {
        var fields = new string[reader.FieldCount];
        for (var i = 0; i < fields.Length; i++)
        {
            fields[i] = reader.GetString(i);
        }

        return fields;
    }

    private static string? WordsOf(CsvMalformedReason reason) => reason switch
    {
        CsvMalformedReason.UnterminatedQuote =>
            "A quote is opened and never closed, so that the rest of the upload stands in it; close it, or write it twice where it is text.",
        CsvMalformedReason.TextAfterClosingQuote => "Text follows a closing quote; put quotes around the whole field, and write those inside twice.",
        _ => null,
    };

    private bool IsHeader(IReadOnlyList<string> fields) =>
        table.WithoutHeader.Count == 0
        || (!fields.Any(LooksLikeData) && (fields.Any(field => table.Find(field, settings) is not null) || fields.Count > 1));

    private bool LooksLikeData(string field) =>
        field.Contains('@', StringComparison.Ordinal)
        || AmountText.TryNumber(field, DecimalMark.Point, out _, out _)
        || settings.Dates.TryParse(field, TimeZoneInfo.Utc, out _, out _);

    private List<string?>? WithoutHeader()
    {
        if (table.WithoutHeader.Count > 0)
        {
            return [.. table.WithoutHeader];
        }

        problems.Add(new Problem(Problem.Missing, "", $"The first row must name the columns: {Names(table.Columns.Select(column => column.Name))}."));
        return null;
    }

    private List<string?>? ReadHeader(IReadOnlyList<string> fields, char delimiter, List<string> ignored)
    {
        var before = problems.Count;
        var columns = new List<string?>();
        foreach (var field in fields)
        {
            var column = table.Find(field, settings);
            if (column is not null && columns.Contains(column))
            {
                problems.Add(new Problem(Problem.Invalid, column, "Two columns of the header mean this; rename one, or say which with map.…."));
            }
            else if (column is null)
            {
                ImportLimits.Ignore(field, ignored);
            }

            columns.Add(column);
        }

        if (fields.Count > ImportLimits.MaxColumns)
        {
            problems.Add(new Problem(Problem.TooLarge, "", $"The header has more than {ImportLimits.MaxColumns} columns; send fewer."));
        }

        foreach (var missing in table.Columns.Where(column => column.IsRequired && !columns.Contains(column.Name)))
        {
            problems.Add(new Problem(
                Problem.Missing,
                missing.Name,
                $"No column of the header means this (delimiter {(delimiter == '\t' ? "tab" : delimiter)}, columns {Names(fields)}); "
                + $"add it, or name it with map.{missing.Name}=…."));
        }

        return problems.Count == before ? columns : null;
    }

    private static RawRow ReadRow(CsvRecord record, List<string?> columns)
    {
        var cells = new Dictionary<string, ImportCell>(StringComparer.Ordinal);
        for (var i = 0; i < record.Fields.Count && i < columns.Count; i++)
        {
            if (columns[i] is { } column && !string.IsNullOrWhiteSpace(record.Fields[i]))
            {
                cells[column] = new ImportCell(record.Fields[i]);
            }
        }

        var faults = new List<Problem>();
        if (record.Fault is not null)
        {
            faults.Add(new Problem(Problem.Malformed, "", record.Fault));
        }
        else if (record.Fields.Skip(columns.Count).Any(field => !string.IsNullOrWhiteSpace(field)))
        {
            faults.Add(new Problem(
                Problem.Malformed, "", $"The row has {record.Fields.Count} fields, but there are {columns.Count} columns; put quotes around text that holds the delimiter."));
        }

        return new RawRow(record.Number, cells, faults, faults.Count > 0 ? record.Raw ?? string.Join(' ', record.Fields) : null);
    }

    private static string Names(IEnumerable<string> names) =>
        string.Join(", ", names.Select(name => TextBounds.Clean(name, 40)).OfType<string>().Take(30));

    private sealed record CsvRecord(int Number, IReadOnlyList<string> Fields, string? Fault, string? Raw);
}

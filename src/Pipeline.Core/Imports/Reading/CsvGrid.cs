using System.Runtime.InteropServices;
using System.Text;
using CsvHelper;

namespace Pipeline.Imports.Reading;

// The rows of CSV text. It is read as a stream, so that the reader refuses a line that never ends instead of taking memory for it.
internal static class CsvGrid
{
    /// <summary>Rows with something in them, numbered as a spreadsheet shows them: empty ones count.</summary>
    /// <param name="body">UTF-8.</param>
    /// <param name="skipped">Lines before the body.</param>
    public static IEnumerable<GridRow> Rows(ReadOnlyMemory<byte> body, char delimiter, int skipped)
    {
        var faults = new Dictionary<long, string>();
        var strays = new HashSet<long>();
        using var stream = StreamOf(body);
        using var reader = CsvReader.Create(
            stream,
            new CsvReaderOptions
            {
                Separator = delimiter,
                HasHeader = false,
                SkipEmptyLines = false,
                DetectSeparatorHint = false,
                IncludeValuesInExceptions = false,
                MaxRecordSize = ImportLimits.MaxRecordBytes,
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
        for (var number = 1; ; number++)
        {
            if (Next(reader) is not { } isRow)
            {
                yield return GridRow.Refused(number + skipped, ImportLimits.TooLongRow(number + skipped));
                yield break;
            }

            if (!isRow)
            {
                yield break;
            }

            if (reader.FieldCount > ImportLimits.MaxColumns)
            {
                yield return GridRow.Refused(
                    number + skipped, ImportLimits.TooManyColumns(number + skipped, reader.FieldCount), isTooWide: true);
                yield break;
            }

            var fields = Fields(reader);
            if (Array.TrueForAll(fields, field => field.IsBlank))
            {
                continue;
            }

            // A record is faulted once: behind a stray quote another may be open, which shows by the lines that it swallowed.
            var fault = faults.GetValueOrDefault(number)
                ?? (strays.Contains(number) && reader.RawRecord.TrimEnd("\r\n"u8).Contains((byte)'\n')
                    ? WordsOf(CsvMalformedReason.UnterminatedQuote)
                    : null);
            yield return new GridRow(number + skipped, fields, fault, fault is null ? null : Encoding.UTF8.GetString(reader.RawRecord));
        }
    }

    // Excel writes and reads a first line "sep=;" that is no row.
    public static ReadOnlyMemory<byte> WithoutDeclaration(ReadOnlyMemory<byte> text, out char? declared, out int skipped)
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

    private static MemoryStream StreamOf(ReadOnlyMemory<byte> body) =>
        MemoryMarshal.TryGetArray(body, out var segment) && segment.Array is { } array
            ? new MemoryStream(array, segment.Offset, segment.Count, writable: false)
            : new MemoryStream(body.ToArray(), writable: false);

    // True for a row, false at the end, null for one that is longer than any.
    private static bool? Next(CsvReader reader)
    {
        try
        {
            return reader.Read();
        }
        catch (CsvFormatException)
        {
            return null;
        }
    }

    private static ImportCell[] Fields(CsvReader reader)
    {
        var fields = new ImportCell[reader.FieldCount];
        for (var i = 0; i < fields.Length; i++)
        {
            fields[i] = new ImportCell(reader.GetString(i));
        }

        return fields;
    }

    private static string? WordsOf(CsvMalformedReason reason) => reason switch
    {
        CsvMalformedReason.UnterminatedQuote =>
            "A quote is opened and never closed, so that the rest of the upload stands in it; close it, or write it twice where it is "
                + "text.",
        CsvMalformedReason.TextAfterClosingQuote =>
            "Text follows a closing quote; put quotes around the whole field, and write those inside twice.",
        _ => null,
    };
}

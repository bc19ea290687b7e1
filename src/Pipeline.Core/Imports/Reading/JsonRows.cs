using System.Globalization;
using System.Text.Json;
using Pipeline.Imports.Columns;
using Pipeline.Problems;

namespace Pipeline.Imports.Reading;

// Reads one object, an array of objects, or {"rows":[...]}.
internal static class JsonRows
{
    public static RawTable? Read(UploadText text, ImportTable table, ImportSettings settings, int maxRows, List<Problem> problems)
    {
        if (settings.Preset is { HasColumns: true } preset)
        {
            problems.Add(new Problem(
                Problem.Invalid, "preset", $"{preset.Name} is the form of a file; JSON names its columns itself: leave it out."));
            return null;
        }

        var (ignored, stated) = (new List<string>(), new StatedCurrency());
        try
        {
            if (Read(text.Utf8.Span, table, settings, maxRows, ignored, stated, problems) is not { } rows)
            {
                return null;
            }

            stated.Give(rows, table);
            return new RawTable(rows, ignored)
            {
                Units = [.. stated.Named],
                Reading = new ImportReading { Format = "json", Encoding = text.Encoding, Currency = stated.OfAll },
            };
        }
        catch (JsonException fault)
        {
            problems.Add(new Problem(
                Problem.Malformed,
                "",
                $"The body is no JSON (line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}); correct the text there."));
            return null;
        }
        catch (InvalidOperationException)
        {
            problems.Add(new Problem(Problem.Malformed, "", "The body holds a name that is no text; send UTF-8 without lone surrogates."));
            return null;
        }
    }

    // Row by row: of a body with too many rows no more is held than may be taken.
    private static List<RawRow>? Read(
        ReadOnlySpan<byte> body,
        ImportTable table,
        ImportSettings settings,
        int maxRows,
        List<string> ignored,
        StatedCurrency stated,
        List<Problem> problems)
    {
        var rows = new List<RawRow>();
        var reader = new Utf8JsonReader(body);
        _ = reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject && !FindRows(ref reader, stated))
        {
            // What it names is its own.
            stated.Forget();
            var whole = new Utf8JsonReader(body);
            _ = whole.Read();
            return Add(ref whole) && IsEnd(ref whole, stated) ? rows : null;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            problems.Add(new Problem(Problem.Malformed, "", "The body must be one JSON object, an array of objects, or {\"rows\":[…]}."));
            return null;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (rows.Count == maxRows)
            {
                problems.Add(ImportLimits.TooManyRows(maxRows));
                return null;
            }

            if (!Add(ref reader))
            {
                return null;
            }
        }

        return IsEnd(ref reader, stated) ? rows : null;

        bool Add(ref Utf8JsonReader at)
        {
            using var element = JsonDocument.ParseValue(ref at);
            var row = ReadRow(element.RootElement, rows.Count + 1, table, settings, ignored, problems);
            if (row is not null)
            {
                rows.Add(row);
            }

            return row is not null;
        }
    }

    // Moves to the array of member "rows"; false when there is none.
    private static bool FindRows(ref Utf8JsonReader reader, StatedCurrency stated)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            _ = reader.Read();
            if (name == "rows" && reader.TokenType == JsonTokenType.StartArray)
            {
                return true;
            }

            Pass(name, ref reader, stated);
        }

        return false;
    }

    // What follows must be JSON too; the reader says where it is not.
    private static bool IsEnd(ref Utf8JsonReader reader, StatedCurrency stated)
    {
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                _ = reader.Read();
                Pass(name, ref reader, stated);
            }
        }

        return true;
    }

    // A member beside the rows may say in which currency they are; others mean nothing.
    private static void Pass(string name, ref Utf8JsonReader reader, StatedCurrency stated)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            stated.Read(name, reader.GetString()!);
        }

        reader.Skip();
    }

    private static RawRow? ReadRow(
        JsonElement element, int number, ImportTable table, ImportSettings settings, List<string> ignored, List<Problem> refusals)
    {
        var cells = new Dictionary<string, ImportCell>(StringComparer.Ordinal);
        var problems = new List<Problem>();
        string? unit = null;
        if (element.ValueKind != JsonValueKind.Object)
        {
            problems.Add(new Problem(Problem.Malformed, "", "The row must be a JSON object."));
            return new RawRow(number, cells, problems, element.GetRawText());
        }

        if (element.GetPropertyCount() > ImportLimits.MaxColumns)
        {
            refusals.Add(ImportLimits.TooManyColumns(number, element.GetPropertyCount()));
            return null;
        }

        try
        {
            foreach (var member in element.EnumerateObject())
            {
                if (table.Find(member.Name, settings) is not { } column)
                {
                    ImportLimits.Ignore(member.Name, ignored);
                }
                else if (ReadCell(member.Value, column, problems) is { } cell)
                {
                    unit = column == CurrencyColumn.Amount ? HeaderName.Of(member.Name).Unit : unit;
                    if (!cells.TryAdd(column, cell))
                    {
                        problems.Add(new Problem(Problem.Invalid, column, "is given twice; leave one out."));
                    }
                }
            }
        }
        catch (InvalidOperationException)
        {
            problems.Add(new Problem(Problem.Malformed, "", "The row holds a text that is no text; send UTF-8 without lone surrogates."));
            return new RawRow(number, cells, problems, element.GetRawText());
        }

        foreach (var (column, value) in settings.Constants)
        {
            _ = cells.TryAdd(column, new ImportCell(value));
        }

        CurrencyColumn.Take(cells, unit, table, problems);
        return new RawRow(number, cells, problems);
    }

    private static ImportCell? ReadCell(JsonElement value, string column, List<Problem> problems)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return value.GetString() is { } text && !string.IsNullOrWhiteSpace(text) ? new ImportCell(text) : null;
            case JsonValueKind.Number:
                return new ImportCell(value.GetRawText(), IsNumber: true);
            case JsonValueKind.True or JsonValueKind.False:
                return new ImportCell(value.GetBoolean().ToString(CultureInfo.InvariantCulture));
            case JsonValueKind.Null:
                return null;
            default:
                problems.Add(new Problem(Problem.Invalid, column, "must be a text, a number, true, false or null."));
                return null;
        }
    }
}

using System.Globalization;
using System.Text.Json;
using Pipeline.Capture;

namespace Pipeline.Imports;

// Reads one object, an array of objects, or {"rows":[...]}.
internal static class JsonRows
{
    public static RawTable? Read(ReadOnlyMemory<byte> body, ImportTable table, ImportSettings settings, int maxRows, List<Problem> problems)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return Read(document.RootElement, table, settings, maxRows, problems);
        }
        catch (JsonException fault)
        {
            problems.Add(new Problem(
                Problem.Malformed, "", $"The body is no JSON (line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}); correct the text there."));
            return null;
        }
        catch (InvalidOperationException)
        {
            problems.Add(new Problem(Problem.Malformed, "", "The body holds a name that is no text; send UTF-8 without lone surrogates."));
            return null;
        }
    }

    private static RawTable? Read(JsonElement root, ImportTable table, ImportSettings settings, int maxRows, List<Problem> problems)
    {
        var rows = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("rows", out var inner) && inner.ValueKind == JsonValueKind.Array
            ? inner
            : root;
        if (rows.ValueKind == JsonValueKind.Object)
        {
            return Read([rows], table, settings);
        }

        if (rows.ValueKind != JsonValueKind.Array)
        {
            problems.Add(new Problem(Problem.Malformed, "", "The body must be one JSON object, an array of objects, or {\"rows\":[…]}."));
            return null;
        }

        if (rows.GetArrayLength() > maxRows)
        {
            problems.Add(ImportLimits.TooManyRows(maxRows));
            return null;
        }

        return Read(rows.EnumerateArray(), table, settings);
    }

    private static RawTable Read(IEnumerable<JsonElement> elements, ImportTable table, ImportSettings settings)
    {
        var ignored = new List<string>();
        var rows = elements.Select((element, index) => ReadRow(element, index + 1, table, settings, ignored)).ToList();
        return new RawTable(rows, ignored);
    }

    private static RawRow ReadRow(JsonElement element, int number, ImportTable table, ImportSettings settings, List<string> ignored)
    {
        var cells = new Dictionary<string, ImportCell>(StringComparer.Ordinal);
        var problems = new List<Problem>();
        if (element.ValueKind != JsonValueKind.Object)
        {
            problems.Add(new Problem(Problem.Malformed, "", "The row must be a JSON object."));
            return new RawRow(number, cells, problems, element.GetRawText());
        }

        try
        {
            foreach (var member in element.EnumerateObject())
            {
                if (table.Find(member.Name, settings) is not { } column)
                {
                    ImportLimits.Ignore(member.Name, ignored);
                }
                else if (ReadCell(member.Value, column, problems) is { } cell && !cells.TryAdd(column, cell))
                {
                    problems.Add(new Problem(Problem.Invalid, column, "is given twice; leave one out."));
                }
            }
        }
        catch (InvalidOperationException)
        {
            problems.Add(new Problem(Problem.Malformed, "", "The row holds a text that is no text; send UTF-8 without lone surrogates."));
            return new RawRow(number, cells, problems, element.GetRawText());
        }

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

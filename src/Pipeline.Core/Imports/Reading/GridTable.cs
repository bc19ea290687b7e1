using System.Globalization;
using Pipeline.Imports.Columns;
using Pipeline.Imports.Dates;
using Pipeline.Money;
using Pipeline.Problems;

namespace Pipeline.Imports.Reading;

/// <summary>
/// Reads the rows of a file as a table: finds the header, leaves out the lines that are no rows, and infers what the upload does not
/// declare.
/// </summary>
internal sealed class GridTable(ImportTable table, ImportSettings settings, TimeZoneInfo zone, int maxRows, List<Problem> problems)
{
    private const string NoRows = "The upload holds no rows; send a header and at least one row.";
    private const string NoRowsBelow =
        "The upload holds a header and no rows; add at least one. If it has rows, its line breaks were lost on the way: curl -d drops "
            + "them, --data-binary or -F file=@… keeps them.";

    /// <summary>Reads CSV.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="encoding">Name of the encoding that it came in.</param>
    /// <returns>Null when it is refused.</returns>
    public RawTable? ReadCsv(ReadOnlyMemory<byte> text, string encoding)
    {
        var body = CsvGrid.WithoutDeclaration(text, out var declared, out var skipped);
        var delimiter = settings.Delimiter ?? declared ?? Detect(body);
        var shown = delimiter == '\t' ? "tab" : delimiter.ToString();
        return Read(CsvGrid.Rows(body, delimiter, skipped), new ImportReading { Format = "csv", Encoding = encoding, Delimiter = shown });
    }

    /// <summary>Reads rows.</summary>
    /// <param name="rows">All of the file.</param>
    /// <param name="reading">How they were found.</param>
    /// <returns>Null when they are refused.</returns>
    public RawTable? Read(IEnumerable<GridRow> rows, ImportReading reading)
    {
        using var next = rows.GetEnumerator();
        var head = Head(next);
        if (head is [.., { Refusal: { } refusal }])
        {
            problems.Add(refusal);
            return null;
        }

        if (head.Count == 0)
        {
            problems.Add(new Problem(Problem.Malformed, "", NoRows));
            return null;
        }

        var skipped = new List<SkippedRow>();
        if (FindHeader(head, reading.Delimiter, skipped) is not var (plan, start))
        {
            return null;
        }

        var stated = new StatedCurrency();
        head.Take(start - 1).ToList().ForEach(stated.Read);
        var kept = new List<RawRow>();
        var (tail, isNoted) = (new List<GridRow>(), false);
        foreach (var row in head.Skip(start).Concat(Rest(next)))
        {
            if (row.Refusal is { } fault)
            {
                problems.Add(fault);
                return null;
            }

            if (row.Fault is not null || row.First().Count > 1)
            {
                tail.Clear();
                isNoted = false;
            }

            if (Skip(row, plan) is { } reason)
            {
                skipped.Add(SkippedRow.Of(row, reason));
                isNoted |= reason == SkippedRow.Note;
                stated.Read(row);
                continue;
            }

            if (row.Fault is null && row.First().Count == 1)
            {
                tail.Add(row);
            }

            if (kept.Count == maxRows)
            {
                problems.Add(ImportLimits.TooManyRows(maxRows));
                return null;
            }

            kept.Add(ReadRow(row, plan, table));
        }

        // Around a copyright the lines of one cell at the end are notes too: the name of the report, of the company.
        if (isNoted && plan.Count > 2)
        {
            kept.RemoveRange(kept.Count - tail.Count, tail.Count);
            skipped.AddRange(tail.Select(row => SkippedRow.Of(row, SkippedRow.Note)));
            skipped.Sort((left, right) => left.Row.CompareTo(right.Row));
        }

        if (kept.Count == 0)
        {
            problems.Add(new Problem(Problem.Malformed, "", NoRowsBelow));
            return null;
        }

        if (!stated.TryGive(kept, plan, table, problems))
        {
            return null;
        }

        var dates = new DateColumns(table, settings, zone, plan, problems);
        return dates.Infer(kept)
            ? new RawTable(kept, plan.Ignored)
            {
                Skipped = skipped,
                Dates = dates.Forms,
                Units = [.. plan.Units.Union(stated.Named)],
                HasDates = kept.Exists(row => row.Cells.Values.Any(cell => cell.Date is not null)),
                Reading = reading with
                {
                    HeaderRow = start == 0 ? null : head[start - 1].Number,
                    Preset = (plan.Preset ?? settings.Preset) is { } preset ? new UsedPreset(
                        preset.Name, preset.Version, settings.Preset is null) : null,
                    Dates = dates.Inferred.Count == 0 ? null : dates.Inferred,
                    Currency = plan.Columns.Contains(CurrencyColumn.Amount) ? stated.OfAll : null,
                },
            }
            : null;
    }

    private static List<GridRow> Head(IEnumerator<GridRow> rows)
    {
        var head = new List<GridRow>();
        while (head.Count < ImportLimits.MaxPreamble && rows.MoveNext())
        {
            head.Add(rows.Current);
            if (rows.Current.Refusal is not null)
            {
                break;
            }
        }

        return head;
    }

    private static IEnumerable<GridRow> Rest(IEnumerator<GridRow> rows)
    {
        while (rows.MoveNext())
        {
            yield return rows.Current;
        }
    }

    // The delimiter by which the first rows name most columns; without a header the first of ; tab , | that stands in the first row.
    private char Detect(ReadOnlyMemory<byte> body)
    {
        var (best, bestRank, bestFields) = (';', -1, 1);
        foreach (var delimiter in new[] { ';', '\t', ',', '|' })
        {
            using var rows = CsvGrid.Rows(body, delimiter, 0).GetEnumerator();
            var head = Head(rows);
            if (head.Exists(row => row.IsTooWide))
            {
                return delimiter;
            }

            head.RemoveAll(row => row.Refusal is not null);
            if (head.Count == 0)
            {
                continue;
            }

            var rank = HeaderChoice.Of(head, table, settings).Rank;
            if (rank > bestRank || (rank == bestRank && bestFields == 1 && head[0].Cells.Count > 1))
            {
                (best, bestRank, bestFields) = (delimiter, rank, head[0].Cells.Count);
            }
        }

        return best;
    }

    // What the columns mean, and the place of the first row below the header.
    private (HeaderPlan Plan, int Start)? FindHeader(List<GridRow> head, string? delimiter, List<SkippedRow> skipped)
    {
        if (settings.HasHeader != false)
        {
            var choice = HeaderChoice.Of(head, table, settings);
            if (choice.Plan.IsFull)
            {
                skipped.AddRange(head.Take(choice.Index).Select(row => SkippedRow.Of(row, SkippedRow.BeforeHeader)));
                return (choice.Plan, choice.Index + 1);
            }

            if (settings.HasHeader == true || IsHeader(head[0]) || choice.Resembles is not null)
            {
                new HeaderProblems(table, settings, problems).Tell(choice, head[choice.Index], delimiter);
                return null;
            }
        }

        if (table.WithoutHeader.Count > 0)
        {
            return (HeaderPlan.WithoutHeader(table, settings), 0);
        }

        problems.Add(new Problem(
            Problem.Missing,
            "",
            $"The first row must name the columns: {HeaderProblems.Names(table.Columns.Select(column => column.Name))}."));
        return null;
    }

    private bool IsHeader(GridRow row)
    {
        var fields = row.Cells.Select(cell => cell.Text).ToList();
        return table.WithoutHeader.Count == 0
            || (!row.Cells.Any(LooksLikeData) && (fields.Any(field => table.Find(field, settings) is not null) || fields.Count > 1));
    }

    private bool LooksLikeData(ImportCell cell) =>
        cell.Date is not null
        || cell.Text.Contains('@', StringComparison.Ordinal)
        || AmountText.TryNumber(cell.Text, DecimalMark.Point, out _, out _)
        || settings.Dates.TryParse(cell.Text, TimeZoneInfo.Utc, out _, out _);

    private static string? Skip(GridRow row, HeaderPlan plan) =>
        row.Fault is not null ? null
        : plan.IsSum(row) || SumLines.IsSum(row, plan) ? SkippedRow.Total
        : SumLines.IsNote(row) || (plan.Count > 1 && StatedCurrency.IsStatement(row)) ? SkippedRow.Note
        : null;

    private static RawRow ReadRow(GridRow row, HeaderPlan plan, ImportTable table)
    {
        var faults = new List<Problem>();
        if (row.Fault is not null)
        {
            faults.Add(new Problem(Problem.Malformed, "", row.Fault));
        }
        else if (row.Cells.Skip(plan.Count).Any(cell => !cell.IsBlank))
        {
            faults.Add(new Problem(
                Problem.Malformed,
                "",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The row has {row.Cells.Count} fields, but there are {plan.Count} columns; put quotes around text that holds the "
                        + $"delimiter.")));
        }

        var cells = plan.Cells(row);
        var unreadable = faults.Count > 0 ? row.Raw ?? string.Join(' ', row.Cells.Select(cell => cell.Text)) : null;
        CurrencyColumn.Take(cells, plan.UnitOf(CurrencyColumn.Amount), table, faults);
        return new RawRow(row.Number, cells, faults, unreadable);
    }
}

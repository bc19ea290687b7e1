using System.Globalization;
using Pipeline.Imports.Columns;
using Pipeline.Imports.Reading;
using Pipeline.Problems;
using Pipeline.Text;
using Pipeline.Time;

namespace Pipeline.Imports.Dates;

/// <summary>Infers the form of each column of dates that the upload does not declare, or asks for it.</summary>
internal sealed class DateColumns(ImportTable table, ImportSettings settings, TimeZoneInfo zone, HeaderPlan plan, List<Problem> problems)
{
    private readonly Dictionary<string, DateForms> _forms = new(StringComparer.Ordinal);

    /// <summary>Forms by column.</summary>
    public IReadOnlyDictionary<string, DateForms> Forms => _forms;

    /// <summary>What was inferred, for the answer.</summary>
    public List<InferredDates> Inferred { get; } = [];

    /// <summary>Infers.</summary>
    /// <param name="rows">All rows of the file.</param>
    /// <returns>False when a column must be declared; the problems say so.</returns>
    public bool Infer(IReadOnlyList<RawRow> rows)
    {
        var before = problems.Count;
        if (settings.Dates.IsIso)
        {
            foreach (var column in table.Columns.Where(column => column.IsDate && plan.Columns.Contains(column.Name)))
            {
                Infer(column.Name, rows);
            }
        }

        return problems.Count == before;
    }

    private void Infer(string column, IReadOnlyList<RawRow> rows)
    {
        var values = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (row.Unreadable is null && row.Cells.TryGetValue(column, out var cell) && cell.Date is null)
            {
                _ = values.TryAdd(cell.Text.Trim(), row.Number);
            }
        }

        var found = DateInference.Infer(values.Keys, zone);
        if (plan.Preset?.Order is { } order && found.Count > 1 && found.Any(form => form.Name == order))
        {
            found = [.. found.Where(form => form.Name == order)];
        }

        switch (found.Count)
        {
            case 1:
                Take(column, found[0].Name, found[0].Forms, values.Keys.First());
                break;
            case > 1:
                Ask(column, found, values);
                break;
            default:
                AskForMost(column, values);
                break;
        }
    }

    private void Take(string column, string name, DateForms forms, string example)
    {
        _forms[column] = forms;
        _ = forms.TryParse(example, zone, out var moment, out _);
        Inferred.Add(new InferredDates(plan.HeaderOf(column), name, example, LocalTime.Text(moment.Day)));
    }

    private void Ask(string column, IReadOnlyList<(string Name, DateForms Forms)> found, Dictionary<string, int> values)
    {
        var (example, row) = values.First();
        var readings = found.Select(form => form.Forms.TryParse(example, zone, out var moment, out _)
            ? $"{form.Name} ({LocalTime.Text(moment.Day)})"
            : form.Name);
        problems.Add(new Problem(
            Problem.Invalid,
            column,
            string.Create(
                CultureInfo.InvariantCulture,
                $"'{example}' of column {plan.HeaderOf(column)} (row {row}) can be {string.Join(" or ", readings)}, and so can every "
                    + $"date of it; ")
            + $"say which: {string.Join(" or ", found.Select(form => $"dates={DateInference.Declaration(form.Forms, values.Keys)}"))}."));
    }

    // ISO 8601 reads some of it: then the others are faults of their rows. Where it reads none and another form reads most, that one is
    // meant.
    private void AskForMost(string column, Dictionary<string, int> values)
    {
        if (values.Count < 2 || values.Keys.Any(value => DateForms.Iso.TryParse(value, zone, out _, out _))
            || DateInference.Best(values.Keys, zone) is not { } best)
        {
            return;
        }

        var (other, row) = values.First(value => !best.Forms.TryParse(value.Key, zone, out _, out _));
        problems.Add(new Problem(
            Problem.Invalid,
            column,
            string.Create(
                CultureInfo.InvariantCulture,
                $"No form reads every date of column {plan.HeaderOf(column)}: {best.Name} reads {best.Count} of {values.Count}, not "
                    + $"'{TextBounds.Clean(other, 40)}' (row {row}); ")
            + $"correct it, or send dates={DateInference.Declaration(best.Forms, values.Keys)} to have such rows listed and the "
            + "others taken."));
    }
}

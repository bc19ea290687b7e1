using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Pipeline.Imports.Columns;
using Pipeline.Imports.Dates;
using Pipeline.Imports.Reading;
using Pipeline.Money;
using Pipeline.Problems;
using Pipeline.Text;
using Pipeline.Time;

namespace Pipeline.Imports;

/// <summary>Reads the cells of one row as what they mean, and gathers every fault. An empty cell counts as absent.</summary>
public sealed class ImportRow
{
    private const int MaxText = 500;
    private const int MaxAddresses = 5_000;

    private readonly RawRow _raw;
    private readonly List<Problem> _problems;
    private readonly IReadOnlyDictionary<string, DateForms>? _dates;
    private readonly IReadOnlyCollection<string> _currencies;
    private readonly List<string> _notes = [];

    internal ImportRow(
        RawRow raw,
        ImportUpload upload,
        IReadOnlyDictionary<string, DateForms>? dates = null,
        IReadOnlyCollection<string>? currencies = null)
    {
        (_raw, Upload, _dates, _currencies) = (raw, upload, dates, currencies ?? []);
        _problems = [.. raw.Problems];
    }

    /// <summary>Upload that it belongs to.</summary>
    public ImportUpload Upload { get; }

    /// <summary>Faults so far.</summary>
    public IReadOnlyList<Problem> Problems => _problems;

    /// <summary>What the answer says of the row although it was taken.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Says something of the row that is no fault.</summary>
    /// <param name="message">What was done, and how to have it otherwise.</param>
    public void Note(string message) => _notes.Add(message);

    /// <summary>Notes a fault.</summary>
    /// <param name="code">Code, for example <see cref="Problem.Invalid"/>.</param>
    /// <param name="column">Column at fault; empty for the row.</param>
    /// <param name="message">What is wrong and what to do.</param>
    public void Fault(string code, string column, string message) => _problems.Add(new Problem(code, column, message));

    /// <summary>True when the row has something in a column, good or not.</summary>
    public bool Has(string column) => _raw.Cells.ContainsKey(column);

    /// <summary>A text without control characters.</summary>
    /// <param name="maxLength">Longest text in characters; a longer one is a fault.</param>
    /// <returns>Null when absent or faulty.</returns>
    public string? Text(string column, int maxLength = MaxText)
    {
        if (!_raw.Cells.TryGetValue(column, out var cell))
        {
            return null;
        }

        var text = TextBounds.Clean(cell.Text, cell.Text.Length);
        if (text?.Length > maxLength)
        {
            Fault(
                Problem.TooLarge,
                column,
                string.Create(CultureInfo.InvariantCulture, $"must have at most {maxLength} characters; shorten it."));
            return null;
        }

        return text;
    }

    /// <summary>A text that must be there.</summary>
    /// <param name="maxLength">Longest text in characters; a longer one is a fault.</param>
    /// <returns>Null when it is not, with a fault.</returns>
    public string? RequiredText(string column, int maxLength = MaxText)
    {
        var faults = _problems.Count;
        return Require(column, Text(column, maxLength), faults);
    }

    /// <summary>The e-mail addresses of a cell, each once: with or without a name, one or several.</summary>
    /// <returns>The text itself when no address can be told; empty when absent or faulty.</returns>
    public IReadOnlyList<string> Addresses(string column) => Text(column, MaxAddresses) is { } text ? AddressCell.Read(text) : [];

    /// <summary>A date, with a time or without.</summary>
    /// <returns>Null when absent or faulty.</returns>
    public ImportMoment? Date(string column)
    {
        if (Text(column) is not { } text)
        {
            return null;
        }

        if (TryDate(column, text, out var moment, out var problem))
        {
            return moment;
        }

        Fault(Problem.Invalid, column, problem);
        return null;
    }

    /// <summary>A date that must be there, with a time or without.</summary>
    /// <returns>Null when it is not, with a fault.</returns>
    public ImportMoment? RequiredDate(string column)
    {
        var faults = _problems.Count;
        return Require(column, Date(column), faults);
    }

    /// <summary>An amount of money that must be there.</summary>
    /// <param name="currency">Known code; see <see cref="Currency"/>.</param>
    /// <returns>Minor units; null when it is not, with a fault.</returns>
    public long? RequiredAmount(string column, string currency)
    {
        var faults = _problems.Count;
        return Require(column, Amount(column, currency), faults);
    }

    /// <summary>A month: yyyy-MM, MM/yyyy, or a date in it.</summary>
    /// <returns>Null when absent or faulty.</returns>
    public Month? Month(string column)
    {
        if (Text(column) is not { } text)
        {
            return null;
        }

        string[] forms = ["yyyy-MM", "MM/yyyy", "M/yyyy"];
        if (DateOnly.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var month)
            && month.Year is >= 1970 and < 2200)
        {
            return Time.Month.Of(month);
        }

        if (TryDate(column, text, out var moment, out _))
        {
            return Time.Month.Of(moment.Day);
        }

        Fault(Problem.Invalid, column, "must be a month of the form yyyy-MM, as in 2026-03, or a date in it.");
        return null;
    }

    /// <summary>A number.</summary>
    /// <param name="least">Least value, inclusive.</param>
    /// <param name="greatest">Greatest value, inclusive.</param>
    /// <returns>Null when absent or faulty.</returns>
    public decimal? Number(string column, decimal least, decimal greatest)
    {
        if (!TryCell(column, out var cell))
        {
            return null;
        }

        if (!TryNumber(cell, out var value, out var problem))
        {
            Fault(Problem.Invalid, column, problem);
            return null;
        }

        if (value < least || value > greatest)
        {
            Fault(Problem.Invalid, column, string.Create(CultureInfo.InvariantCulture, $"must be from {least} to {greatest}; correct it."));
            return null;
        }

        return value;
    }

    /// <summary>An amount of money.</summary>
    /// <param name="currency">Known code; see <see cref="Currency"/>.</param>
    /// <returns>Minor units; null when absent or faulty.</returns>
    public long? Amount(string column, string currency)
    {
        if (!TryCell(column, out var cell))
        {
            return null;
        }

        long minor = 0;
        var good = cell.IsNumber
            ? TryNumber(cell, out var value, out var problem) && AmountText.TryMinor(value, currency, out minor, out problem)
            : AmountText.TryAmount(cell.Text, currency, Upload.Settings.Decimals, out minor, out problem);
        if (good)
        {
            return minor;
        }

        Fault(Problem.Invalid, column, problem ?? "is no amount; correct it.");
        return null;
    }

    /// <summary>
    /// A currency. Where other rows of the upload name one, a row with an amount must as well: which one it is in is never guessed.
    /// </summary>
    /// <param name="whenAbsent">Known code to take when neither the cell nor the amount of the row names one.</param>
    /// <returns>A known code; <paramref name="whenAbsent"/> also when there is a fault.</returns>
    public string Currency(string column, string whenAbsent)
    {
        if (Text(column) is { } text)
        {
            if (Currencies.Find(text) is { } code)
            {
                return code;
            }

            Fault(Problem.Invalid, column, "must be the three letters of a currency, as in EUR.");
            return whenAbsent;
        }

        if (!TryCell(CurrencyColumn.Amount, out var amount) || _problems.Exists(problem => problem.Field == column))
        {
            return whenAbsent;
        }

        if (!amount.IsNumber && Currencies.Beside(amount.Text) is { } beside)
        {
            return beside;
        }

        if (_currencies.FirstOrDefault(named => named != whenAbsent) is { } other)
        {
            Fault(
                Problem.Missing,
                column,
                $"is missing, and the upload names {other} elsewhere: fill in the currency of this amount, or send set.{column}=… for "
                    + "all rows without one.");
        }

        return whenAbsent;
    }

    /// <summary>Yes or no.</summary>
    /// <returns>False when absent or faulty.</returns>
    public bool Flag(string column)
    {
        if (Text(column) is not { } text)
        {
            return false;
        }

        switch (TextFold.Fold(text))
        {
            case "yes" or "y" or "true" or "1" or "x" or "oui" or "vrai" or "ja" or "wahr":
                return true;
            case "no" or "n" or "false" or "0" or "non" or "faux" or "nein" or "falsch":
                return false;
            default:
                Fault(Problem.Invalid, column, "must be yes or no, or empty.");
                return false;
        }
    }

    // A workbook's date is one; a text is read in the form of its column.
    private bool TryDate(string column, string text, out ImportMoment moment, [NotNullWhen(false)] out string? problem)
    {
        if (TryCell(column, out var cell) && cell.Date is { } date)
        {
            return DateForms.TryValue(date, text, Upload.Zone, out moment, out problem);
        }

        var forms = _dates?.GetValueOrDefault(column) ?? Upload.Settings.Dates;
        return forms.TryParse(text, Upload.Zone, out moment, out problem);
    }

    private bool TryCell(string column, out ImportCell cell) => _raw.Cells.TryGetValue(column, out cell);

    private bool TryNumber(ImportCell cell, out decimal value, [NotNullWhen(false)] out string? problem)
    {
        if (!cell.IsNumber)
        {
            return AmountText.TryNumber(cell.Text, Upload.Settings.Decimals, out value, out problem);
        }

        var good = decimal.TryParse(cell.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
        problem = good ? null : "is a number that is too great or too small; correct it.";
        return good;
    }

    private T Require<T>(string column, T value, int faults)
    {
        if (value is null && _problems.Count == faults)
        {
            Fault(Problem.Missing, column, "is required; fill it in.");
        }

        return value;
    }
}

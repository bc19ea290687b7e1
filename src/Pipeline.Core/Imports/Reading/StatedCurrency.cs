using System.Globalization;
using System.Text.RegularExpressions;
using Pipeline.Imports.Columns;
using Pipeline.Money;
using Pipeline.Problems;
using Pipeline.Text;

namespace Pipeline.Imports.Reading;

/// <summary>
/// The currency that lines around the rows give to all amounts, as in <c>Currency: USD</c>, a cell <c>Devise</c> with <c>CHF</c> beside it,
/// or <c>All amounts in US dollars</c>.
/// </summary>
internal sealed partial class StatedCurrency
{
    private const int MaxText = 200;

    private static readonly HashSet<string> Names =
        [.. CurrencyColumn.Column.Aliases.Prepend(CurrencyColumn.Name).Select(TextFold.Fold)];

    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["usdollar"] = "USD",
        ["usdollars"] = "USD",
        ["dollarus"] = "USD",
        ["dollarsus"] = "USD",
        ["euro"] = "EUR",
        ["euros"] = "EUR",
        ["poundsterling"] = "GBP",
        ["poundssterling"] = "GBP",
        ["britishpounds"] = "GBP",
        ["swissfrancs"] = "CHF",
        ["francssuisses"] = "CHF",
        ["schweizerfranken"] = "CHF",
    };

    private readonly SortedSet<string> _named = new(StringComparer.Ordinal);

    /// <summary>Currencies that the lines name.</summary>
    public IReadOnlyCollection<string> Named => _named;

    /// <summary>The one that they name; null when they name none, or several: which of them holds for a row is nobody's to guess.</summary>
    public string? OfAll => _named.Count == 1 ? _named.Min : null;

    // The first line that says that amounts are not written in full, as in "Costs in thousands of USD".
    private GridRow? _scaled;

    /// <summary>Reads a line that is no row.</summary>
    public void Read(GridRow line)
    {
        for (var i = 0; i < line.Cells.Count; i++)
        {
            var text = line.Cells[i].Text?.Trim() ?? "";
            if (text.Length is 0 or > MaxText)
            {
                continue;
            }

            if (Names.Contains(TextFold.Fold(text)))
            {
                Add(Find(line.Cells.Skip(i + 1).FirstOrDefault(cell => !cell.IsBlank).Text ?? ""));
            }
            else if (text.Split([':', '='], 2) is not [var name, var value] || !Read(name, value))
            {
                Sentence().Matches(text).ToList().ForEach(said => Add(Find(said.Groups["name"].Value)));
                _scaled ??= Scale().IsMatch(text) ? line : null;
            }
        }
    }

    /// <summary>Reads a member of JSON beside the rows.</summary>
    /// <returns>True when it names a currency by its name.</returns>
    public bool Read(string name, string value)
    {
        if (!Names.Contains(TextFold.Fold(name)))
        {
            return false;
        }

        Add(Find(value));
        return true;
    }

    /// <summary>Forgets what was read.</summary>
    public void Forget() => _named.Clear();

    /// <summary>Gives the currency to rows whose amount has none.</summary>
    /// <param name="rows">Rows of the upload.</param>
    /// <param name="table">Columns of the import.</param>
    public void Give(List<RawRow> rows, ImportTable table)
    {
        if (OfAll is not { } currency || !table.Has(CurrencyColumn.Name))
        {
            return;
        }

        for (var i = 0; i < rows.Count; i++)
        {
            rows[i] = CurrencyColumn.With(currency, rows[i]);
        }
    }

    /// <summary>Gives the currency to the rows of a file whose amount has none.</summary>
    /// <param name="rows">Rows of the file.</param>
    /// <param name="plan">Columns of the file.</param>
    /// <param name="table">Columns of the import.</param>
    /// <param name="problems">Receives why nothing of the file can be taken.</param>
    /// <returns>False when nothing can: amounts are not written in full.</returns>
    public bool TryGive(List<RawRow> rows, HeaderPlan plan, ImportTable table, List<Problem> problems)
    {
        if (!plan.Columns.Contains(CurrencyColumn.Amount) || !table.Has(CurrencyColumn.Name))
        {
            return true;
        }

        if (_scaled is not null)
        {
            problems.Add(new Problem(
                Problem.Invalid,
                CurrencyColumn.Amount,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Line {_scaled.Number} says that amounts are not written in full: '{SkippedRow.Of(_scaled, SkippedRow.Note).Text}'. "
                        + $"Write them in full and take that line out.")));
            return false;
        }

        Give(rows, table);
        return true;
    }

    /// <summary>True for a line of one cell that says a currency and nothing else.</summary>
    public static bool IsStatement(GridRow line)
    {
        var stated = new StatedCurrency();
        if (line.First().Count == 1)
        {
            stated.Read(line);
        }

        return stated._named.Count > 0;
    }

    private void Add(string? currency)
    {
        if (currency is not null)
        {
            _ = _named.Add(currency);
        }
    }

    private static string? Find(string text)
    {
        var plain = text.Trim().TrimEnd('.', ',', ';');

        // "Currency: All" is a filter of a report, not the Albanian lek.
        return (plain is "All" or "all" ? null : Currencies.Find(plain))
            ?? Words.GetValueOrDefault(TextFold.Fold(plain))
            ?? (Code().Match(plain) is { Success: true } code ? Currencies.Find(code.Groups["code"].Value) : null);
    }

    // "US Dollar (USD)", "USD - US Dollar".
    [GeneratedRegex(
        @"(?:\((?<code>[A-Z]{3})\)$|^(?<code>[A-Z]{3})(?=\s*[(–-]))", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Code();

    [GeneratedRegex(
        @"(?:^\(?|\b(?:" + Money + @")\b[^.;]*?[\s(])(?:in|en|em)\s+(?<name>" + Name + @")(?=\s*(?:$|[.,;()–-]))",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Sentence();

    [GeneratedRegex(
        @"\b(?:" + Money + @")\b[^.;]*?[\s(](?:in|en|em)\s+(?:(?:" + Thousands + @")\b|(?:" + Name + @")\s+(?:" + Thousands + @")\b)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Scale();

    private const string Name =
        @"us[\s-]dollars?|dollars?\sus|euros?|pounds?\ssterling|british\spounds|swiss\sfrancs|francs\ssuisses|schweizer\sfranken|us\$"
        + @"|[a-z]{3}|[€$£]";

    private const string Thousands = "thousands?|millions?|milliers?|tausend|mio|tsd|miles|millones|migliaia|milioni";

    private const string Money =
        "amounts?|values?|costs?|figures?|prices?|revenues?|spend|budgets?|montants?|valeurs?|co[uû]ts?|dépenses|prix|beträge|werte|kosten"
        + "|preise|umsätze|importes?|valores|costes|costos|importi|valori|costi|bedragen|waarden|montantes";
}

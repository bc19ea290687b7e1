using Pipeline.Imports.Reading;
using Pipeline.Money;
using Pipeline.Problems;

namespace Pipeline.Imports.Columns;

/// <summary>The column that says in which currency a row's amount is, as every upload of amounts has it.</summary>
public static class CurrencyColumn
{
    /// <summary>Name of the column of amounts, whose header may say the currency too.</summary>
    public const string Amount = "amount";

    /// <summary>Name of the column.</summary>
    public const string Name = "currency";

    /// <summary>The column, by the names that exports give it.</summary>
    public static ImportColumn Column { get; } = new(
        Name,
        false,
        "Currency code", "CurrencyCode", "CurrencyIsoCode", "Currency ISO code", "Currency of amount", "Amount currency",
        "Deal currency code", "Deal currency",
        "Deal - Currency of Value", "Deal - Currency", "Currency of value", "Value currency", "Opportunity currency", "Account currency",
        "Account currency code",
        "Billing currency", "Invoice currency", "Devise", "Code devise", "Code de devise", "Code de la devise", "Devise du montant",
        "Montant (devise)",
        "Devise du compte", "Monnaie", "Waehrung", "Währung", "Währungscode", "Währung des Betrags", "Kontowährung", "Moneda",
        "Código de moneda", "Divisa",
        "Valuta", "Codice valuta", "Valutacode", "Moeda", "Código da moeda")
    {
        TakesFirst = true,
    };

    /// <summary>
    /// Gives a row the currency that its header puts behind the amount. Where the row says another one, it has none: which of both holds is
    /// nobody's to guess.
    /// </summary>
    /// <param name="cells">Cells of the row by column.</param>
    /// <param name="unit">Currency in the header of the amount; null when there is none.</param>
    /// <param name="table">Columns of the import.</param>
    /// <param name="problems">Receives the fault of a row that contradicts its header.</param>
    internal static void Take(Dictionary<string, ImportCell> cells, string? unit, ImportTable table, List<Problem> problems)
    {
        if (unit is null || !table.Has(Name) || !cells.ContainsKey(Amount) || cells.TryAdd(Name, new ImportCell(unit))
            || Currencies.Find(cells[Name].Text) is not { } said || said == unit)
        {
            return;
        }

        _ = cells.Remove(Name);
        problems.Add(new Problem(
            Problem.Invalid, Name, $"The amount is in {said}, but the header of its column says {unit}; correct the one or the other."));
    }

    /// <summary>
    /// A row with the currency that lines around the rows name. What the row, its amount or its header says is nearer to it and stands.
    /// </summary>
    /// <param name="currency">Known code.</param>
    internal static RawRow With(string currency, RawRow row) => CurrencyOf(row) is null && row.Cells.ContainsKey(Amount)
        ? row with { Cells = new Dictionary<string, ImportCell>(row.Cells) { [Name] = new ImportCell(currency) } }
        : row;

    /// <summary>Currencies that the rows of an upload name, in their own column or beside their amount.</summary>
    internal static IEnumerable<string> NamedIn(IEnumerable<RawRow> rows) =>
        rows.Select(CurrencyOf).OfType<string>().Distinct(StringComparer.Ordinal);

    private static string? CurrencyOf(RawRow row) =>
        row.Cells.TryGetValue(Name, out var cell) ? Currencies.Find(cell.Text)
        : row.Cells.TryGetValue(Amount, out var amount) && !amount.IsNumber ? Currencies.Beside(amount.Text)
        : null;
}

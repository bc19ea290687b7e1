using Pipeline.Imports;
using Pipeline.Imports.Columns;
using Pipeline.Problems;

namespace Pipeline.UnitTests.Imports;

// A small kind of upload: an e-mail address, a date and an amount.
internal sealed class SaleImport : IImport<Sale>
{
    private readonly HashSet<Sale> _stored = [];

    public ImportTable Table { get; } = new(
        "/api/sales",
        [
            new ImportColumn("email", true, "e-mail", "Adresse électronique"),
            new ImportColumn("date", true, "Date de signature") { IsDate = true },
            new ImportColumn("amount", false, "Montant"),
            new ImportColumn("currency", false, "Devise"),
            new ImportColumn("note", false),
        ],
        ["email", "date", "amount", "currency"]);

    public IReadOnlyList<Sale> Stored => [.. _stored.OrderBy(sale => sale.Email, StringComparer.Ordinal)];

    public List<int> Numbers { get; } = [];

    public Sale? Read(ImportRow row)
    {
        var email = row.RequiredText("email", 40);
        if (email?.Contains('@', StringComparison.Ordinal) == false)
        {
            row.Fault(Problem.Invalid, "email", "must hold an @.");
        }

        var date = row.RequiredDate("date");
        var currency = row.Currency("currency", "EUR");
        var amount = row.Amount("amount", currency);
        return email is null || date is null ? null : new Sale(email, date.Value, amount, currency, row.Text("note"));
    }

    public Task<IReadOnlyList<RowOutcome>> StoreAsync(
        IReadOnlyList<ImportedRow<Sale>> rows, ImportUpload upload, CancellationToken cancellationToken)
    {
        Numbers.AddRange(rows.Select(row => row.Number));
        IReadOnlyList<RowOutcome> outcomes =
            [.. rows.Select(row => (upload.Settings.DryRun ? !_stored.Contains(row.Value) : _stored.Add(row.Value))
                ? RowOutcome.Taken
                : RowOutcome.Unchanged)];
        return Task.FromResult(outcomes);
    }
}

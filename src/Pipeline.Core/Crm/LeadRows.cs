using Pipeline.Imports;

namespace Pipeline.Crm;

// Cuts the rows of an upload into pieces of whole leads, so that a lead's rows are never written by two workers of one upload.
internal static class LeadRows
{
    private const int MaxRows = 200;

    public static IEnumerable<IReadOnlyList<(string LeadId, List<(int Place, int Number, T Value)> Rows)>> Cut<T>(
        IReadOnlyList<ImportedRow<T>> rows, Func<T, string> leadOf)
        where T : class
    {
        var piece = new List<(string LeadId, List<(int Place, int Number, T Value)> Rows)>();
        var count = 0;
        var placed = rows.Select((row, place) => (Place: place, row.Number, row.Value));
        foreach (var lead in placed.GroupBy(row => leadOf(row.Value), StringComparer.Ordinal))
        {
            var some = lead.ToList();
            if (count > 0 && count + some.Count > MaxRows)
            {
                yield return piece;
                (piece, count) = ([], 0);
            }

            piece.Add((lead.Key, some));
            count += some.Count;
        }

        if (count > 0)
        {
            yield return piece;
        }
    }
}

using System.Globalization;
using Pipeline.Rollups;
using Pipeline.Storage.Shared;
using Pipeline.Time;

namespace Pipeline.Storage.Rollups;

/// <summary>
/// Short visits of rolled-up days in table <c>Rollups</c>: partition <c>visits|{yyyy-MM}</c>, row <c>w|{yyyy-MM-dd}|{part}</c>, so that a
/// period is one range of each of its months.
/// </summary>
/// <param name="table">Table <c>Rollups</c>.</param>
internal sealed class VisitRows(ITable table)
{
    /// <summary>What to write so that a day has the given records and no other. One storage call a stored part, at least one.</summary>
    /// <param name="day">Local day.</param>
    /// <param name="parts">All records of the day.</param>
    public async Task<IReadOnlyList<RowWrite>> ChangesAsync(
        DateOnly day, IReadOnlyList<DayVisits> parts, CancellationToken cancellationToken)
    {
        var partition = Partition(Month.Of(day));
        var writes = new List<RowWrite>();
        var stored = 1;
        for (var part = 0; part < Math.Max(stored, parts.Count); part++)
        {
            var row = part < stored ? await table.GetAsync(partition, Key(day, part), cancellationToken) : null;
            stored = part == 0 && row is not null ? JsonRow.Read(row, RollupsJson.Stored.DayVisits).Parts : stored;
            var written = part < parts.Count ? JsonRow.Write(partition, Key(day, part), parts[part], RollupsJson.Stored.DayVisits) : null;
            if (written is null)
            {
                writes.AddRange(row is null ? [] : [RowWrite.Remove(partition, row.RowKey)]);
            }
            else if (row is null || JsonRow.ReadText(row) != JsonRow.ReadText(written))
            {
                writes.Add(RowWrite.Upsert(written));
            }
        }

        return writes;
    }

    /// <summary>Records of a period in the order of days.</summary>
    /// <param name="from">First local day.</param>
    /// <param name="to">Last local day; inclusive.</param>
    public async Task<IReadOnlyList<DayVisits>> ListAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var parts = await Task.WhenAll(Month.Touched(from, to).Select(month =>
            table.QueryAsync(Partition(month), Prefix(from), Prefix(to) + '~', null, cancellationToken)));
        return
        [
            .. parts.SelectMany(rows => rows)
                .OrderBy(row => row.RowKey, StringComparer.Ordinal)
                .Select(row => JsonRow.Read(row, RollupsJson.Stored.DayVisits)),
        ];
    }

    private static string Partition(Month month) => $"visits|{month}";

    private static string Prefix(DateOnly day) => $"w|{LocalTime.Text(day)}|";

    private static string Key(DateOnly day, int part) => Prefix(day) + part.ToString("D4", CultureInfo.InvariantCulture);
}

using Pipeline.Attribution;
using Pipeline.Records;
using Pipeline.Rollups;
using Pipeline.Storage.Shared;
using Pipeline.Time;

namespace Pipeline.Storage.Rollups;

/// <summary>
/// Rollups: partition <c>journeys|{yyyy-MM}</c>, row key <c>j|{yyyy-MM-dd}|{key of the conversion id}</c>, one journey for each conversion.
/// The day is in the key so that a day's run reads, replaces and removes exactly its own rows.
/// </summary>
internal sealed class JourneyRows(ITable table)
{
    public async Task<IReadOnlyList<RowWrite>> ChangesAsync(
        DateOnly day, IReadOnlyCollection<Journey> journeys, CancellationToken cancellationToken)
    {
        var partition = Partition(Month.Of(day));
        var prefix = Prefix(day);
        var stored = (await table.QueryAsync(partition, prefix, prefix + '~', null, cancellationToken)).ToDictionary(
            row => row.RowKey, StringComparer.Ordinal);
        var rows = journeys
            .Select(journey => JsonRow.Write(
                partition,
                prefix + FactKey.Of(journey.Conversion.Id),
                new DayJourney { Version = 1, Day = day, Journey = journey },
                RollupsJson.Stored.DayJourney))
            .ToDictionary(row => row.RowKey, StringComparer.Ordinal);
        return
        [
            .. rows.Values
                .Where(row => !stored.TryGetValue(row.RowKey, out var old) || JsonRow.ReadText(old) != JsonRow.ReadText(row))
                .Select(RowWrite.Upsert),
            .. stored.Values.Where(row => !rows.ContainsKey(row.RowKey)).Select(row => RowWrite.Remove(partition, row.RowKey)),
        ];
    }

    public async Task<IReadOnlyList<DayJourney>> ListAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var parts = await Task.WhenAll(Month.Touched(from, to).Select(month =>
            table.QueryAsync(Partition(month), Prefix(from), Prefix(to) + '~', null, cancellationToken)));
        return
        [
            .. parts.SelectMany(rows => rows)
                .Select(row => JsonRow.Read(row, RollupsJson.Stored.DayJourney))
                .OrderBy(item => item.Day)
                .ThenBy(item => item.Journey.Conversion.Id, StringComparer.Ordinal),
        ];
    }

    private static string Partition(Month month) => $"journeys|{month}";

    private static string Prefix(DateOnly day) => $"j|{LocalTime.Text(day)}|";
}

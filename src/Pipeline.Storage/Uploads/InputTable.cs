using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Pipeline.Records;
using Pipeline.Storage.Shared;
using Pipeline.Time;
using Pipeline.Uploads;

namespace Pipeline.Storage.Uploads;

/// <summary>
/// Inputs: partition <c>cost|{yyyy-MM}</c>, row key <c>cost|{yyyy-MM}|{key}</c>, a cost under every month that it touches; partition
/// <c>target|{yyyy}</c>, row key <c>target|{yyyy-MM}|{metric}</c>, what was planned for a month.
/// </summary>
internal sealed class InputTable(ITables tables, ConflictRetry retry) : ICostStore, ITargetStore
{
    private readonly ITable _table = tables[TableNames.Inputs];

    public async Task<IReadOnlyList<CostLine>> ListCostsAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var months = Month.Touched(from, to);
        var parts = await Task.WhenAll(
            months.Select(month => _table.QueryAsync(CostPartition(month), string.Empty, null, null, cancellationToken)));
        return
        [
            .. months.Zip(parts).SelectMany(part => part.Second
                .Select(row => JsonRow.Read(row, UploadsJson.Stored.CostFact))
                .SelectMany(cost => cost.Days())
                .Where(line => part.First.Holds(line.Day) && line.Day >= from && line.Day <= to)),
        ];
    }

    public async Task<IReadOnlySet<string>> PutCostsAsync(
        IReadOnlyCollection<CostFact> costs, bool dryRun, CancellationToken cancellationToken)
    {
        var changed = new HashSet<string>(StringComparer.Ordinal);
        var byMonth = costs
            .SelectMany(cost => Month.Touched(cost.From, cost.To), (cost, month) => (Cost: cost, Month: month))
            .GroupBy(item => item.Month);
        foreach (var month in byMonth.OrderBy(month => month.Key))
        {
            changed.UnionWith(await PutMonthAsync(
                CostPartition(month.Key), [.. month.Select(item => item.Cost)], dryRun, cancellationToken));
        }

        return changed;
    }

    public async Task<IReadOnlyList<TargetFact>> ListTargetsAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var years = Enumerable.Range(from.Year, to.Year - from.Year + 1);
        var parts =
            await Task.WhenAll(years.Select(year => _table.QueryAsync(TargetPartition(year), string.Empty, null, null, cancellationToken)));
        return
        [
            .. parts.SelectMany(rows => rows)
                .Select(row => JsonRow.Read(row, UploadsJson.Stored.TargetFact))
                .Where(target => target.Month >= Month.Of(from) && target.Month <= Month.Of(to)),
        ];
    }

    public Task<bool> PutTargetAsync(TargetFact target, bool dryRun, CancellationToken cancellationToken) => PutAsync(
        TargetPartition(target.Month.Year),
        $"target|{target.Month}|{target.Metric}",
        target,
        UploadsJson.Stored.TargetFact,
        item => item.UploadedAt,
        stored => stored?.Planned == target.Planned,
        dryRun,
        cancellationToken);

    private async Task<IReadOnlyList<string>> PutMonthAsync(
        string partition,
        IReadOnlyList<CostFact> costs,
        bool dryRun,
        CancellationToken cancellationToken) => await retry.RunAsync<IReadOnlyList<string>>(
        async token =>
        {
            var stored = (await _table.QueryAsync(partition, string.Empty, null, null, token))
                .Select(row => (Row: row, Cost: JsonRow.Read(row, UploadsJson.Stored.CostFact))).ToList();
            var known = stored.ToDictionary(item => item.Cost.Key, StringComparer.Ordinal);
            var former = stored
                .Where(item => item.Cost.Version < CostFact.FoldedVersion)
                .ToLookup(item => (item.Cost.From, item.Cost.To, item.Cost.Kind));
            var (changed, writes) = (new List<string>(), new List<RowWrite>());
            foreach (var cost in costs)
            {
                var (isKnown, isNewer) = known.TryGetValue(cost.Key, out var own)
                    ? (own.Cost.IsSame(cost), Compare(cost, own.Cost, UploadsJson.Stored.CostFact, item => item.UploadedAt) > 0)
                    : (false, true);
                var replaced = former[(cost.From, cost.To, cost.Kind)]
                    .Where(item => item.Cost.Key != cost.Key && CostKey.IsSame(cost, item.Cost))
                    .ToList();
                if (own.Row is null && replaced.Count > 0)
                {
                    // Spellings of one cost that were told apart until now are the cost that their sum is.
                    isKnown = !cost.Removed && replaced.Sum(item => item.Cost.Amount) == cost.Amount;
                    isNewer = replaced.All(item => cost.UploadedAt >= item.Cost.UploadedAt);
                    replaced = isKnown || !isNewer ? [] : replaced;
                }

                if (!isKnown && isNewer)
                {
                    writes.Add(RowWrite.Replace(
                        JsonRow.Write(partition, $"{partition}|{cost.Key}", cost, UploadsJson.Stored.CostFact), own.Row?.ETag.ToString()));
                }
                else if (replaced.Count == 0)
                {
                    continue;
                }

                changed.Add(cost.Key);
                writes.AddRange(replaced.Select(item => RowWrite.Remove(partition, item.Row.RowKey, item.Row.ETag.ToString())));
            }

            foreach (var batch in dryRun ? [] : RowBatches.Of(writes))
            {
                await _table.WriteAsync(batch, token);
            }

            return changed;
        },
        cancellationToken);

    private async Task<bool> PutAsync<T>(
        string partition,
        string rowKey,
        T fact,
        JsonTypeInfo<T> type,
        Func<T, DateTimeOffset> uploadedAt,
        Func<T?, bool> isSame,
        bool dryRun,
        CancellationToken cancellationToken)
        where T : class => await retry.RunAsync(
            async token =>
            {
                var stored = JsonRow.ReadVersioned(await _table.GetAsync(partition, rowKey, token), type);
                if (isSame(stored.Value) || (stored.Value is { } old && Compare(fact, old, type, uploadedAt) <= 0))
                {
                    return false;
                }

                if (!dryRun)
                {
                    await _table.WriteAsync([RowWrite.Replace(JsonRow.Write(partition, rowKey, fact, type), stored.ETag)], token);
                }

                return true;
            },
            cancellationToken);

    private static int Compare<T>(T left, T right, JsonTypeInfo<T> type, Func<T, DateTimeOffset> uploadedAt)
    {
        var byTime = uploadedAt(left).CompareTo(uploadedAt(right));
        return byTime != 0 ? byTime : string.CompareOrdinal(JsonSerializer.Serialize(left, type), JsonSerializer.Serialize(right, type));
    }

    private static string CostPartition(Month month) => $"cost|{month}";

    private static string TargetPartition(int year) => $"target|{year.ToString("D4", CultureInfo.InvariantCulture)}";
}

using Azure.Data.Tables;
using Pipeline.Events;
using Pipeline.Records;
using Pipeline.Rejected;
using Pipeline.Storage.Shared;
using Pipeline.Time;

namespace Pipeline.Storage.Rejected;

/// <summary>
/// Rejected: partition = UTC day of arrival. Rows <c>{yyyy-MM-dd}|{key of endpoint and payload}</c> for the input and
/// <c>{yyyy-MM-dd}|~{reason}</c> for how much of it there is; a new row and its counter change in one transaction.
/// </summary>
internal sealed class RejectedTable(ITables tables, ConflictRetry retry) : IRejectedStore
{
    private const string Counter = "~";
    private const string Quarters = "Quarters";
    private const int Noon = 48;
    private const int MaxEventIdCharacters = 30_000;

    private readonly ITable _table = tables[TableNames.Rejected];

    public async Task<bool> AddAsync(RejectedEvent rejected, CancellationToken cancellationToken) =>
        await retry.RunAsync(token => TryAddAsync(rejected, token), cancellationToken);

    public async Task<Versioned<KeptRejection>> GetAsync(RejectedId id, CancellationToken cancellationToken)
    {
        var day = LocalTime.Text(id.Day);
        return await _table.GetAsync(day, Key(day, id.Key), cancellationToken) is { } row
            ? new Versioned<KeptRejection>(Read(row), row.ETag.ToString())
            : default;
    }

    public Task SaveAsync(KeptRejection kept, string etag, CancellationToken cancellationToken) =>
        _table.WriteAsync([RowWrite.Replace(Write(kept), etag)], cancellationToken);

    public async Task<IReadOnlyList<KeptRejection>> ListAsync(
        DateOnly day, string? reason, int count, string? after, CancellationToken cancellationToken)
    {
        var text = LocalTime.Text(day);
        // The exclamation mark sorts before every character of a key.
        var from = after is null ? string.Empty : after + '!';
        var rows = await _table.QueryAsync(text, Key(text, from), Key(text, Counter), reason is null ? count : null, cancellationToken);
        return [.. rows.Where(row => reason is null || row.GetString("Reason") == reason).Take(count).Select(Read)];
    }

    public async Task<IReadOnlyList<RejectedCount>> CountAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var text = LocalTime.Text(day);
        var rows = await _table.QueryAsync(text, Key(text, Counter), null, null, cancellationToken);
        return [.. rows.Select(ReadCounter)];
    }

    public async Task<IReadOnlyList<RejectedQuarter>> CountQuartersAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var text = LocalTime.Text(day);
        var rows = await _table.QueryAsync(text, Key(text, Counter), null, null, cancellationToken);
        var start = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        return
        [
            .. rows.SelectMany(ReadQuarters, (row, quarter) => new RejectedQuarter(
                row.GetString("Reason")!, start + (quarter.Key * RejectedQuarter.Length), quarter.Value)),
        ];
    }

    // What was counted before quarters were kept counts at noon.
    private static IEnumerable<KeyValuePair<int, long>> ReadQuarters(TableEntity row)
    {
        var (count, quarters) = (ReadCounter(row), QuarterCounts.Read(row.GetString(Quarters)));
        var rest = count.Kept + count.CountedOnly - quarters.Values.Sum();
        if (rest > 0)
        {
            quarters[Noon] = quarters.GetValueOrDefault(Noon) + rest;
        }

        return quarters;
    }

    private async ValueTask<bool> TryAddAsync(RejectedEvent rejected, CancellationToken cancellationToken)
    {
        var id = RejectedId.Of(rejected);
        var day = LocalTime.Text(id.Day);
        var counter = await _table.GetAsync(day, CounterKey(day, rejected.Reason), cancellationToken);
        var quarters = QuarterCounts.Add(counter?.GetString(Quarters), rejected.ReceivedAt);
        var count = counter is null ? new RejectedCount(rejected.Reason, 0, 0) : ReadCounter(counter);
        if (count.Kept < RejectedCount.MaxKept || rejected.Query is not null)
        {
            try
            {
                await _table.WriteAsync(
                    [
                        RowWrite.Insert(Write(new KeptRejection { Rejected = rejected, LastReceivedAt = rejected.ReceivedAt })),
                        RowWrite.Replace(WriteCounter(day, count with { Kept = count.Kept + 1 }, quarters), counter?.ETag.ToString()),
                    ],
                    cancellationToken);
                return true;
            }
            catch (StorageConflictException)
            {
                // Either the same input is there already, or another writer moved the counter.
                if (await TryRepeatAsync(id, rejected, cancellationToken))
                {
                    return true;
                }

                throw;
            }
        }

        if (await TryRepeatAsync(id, rejected, cancellationToken))
        {
            return true;
        }

        var more = WriteCounter(day, count with { CountedOnly = count.CountedOnly + 1 }, quarters);
        await _table.WriteAsync([RowWrite.Replace(more, counter!.ETag.ToString())], cancellationToken);
        return false;
    }

    private async Task<bool> TryRepeatAsync(RejectedId id, RejectedEvent rejected, CancellationToken cancellationToken)
    {
        var stored = await GetAsync(id, cancellationToken);
        if (stored.Value is not { } kept)
        {
            return false;
        }

        if (rejected.ReceivedAt > kept.LastReceivedAt)
        {
            var cameBack = rejected.ReceivedAt > kept.ReplayedAt;
            var repeated = kept with
            {
                Count = kept.Count + 1,
                LastReceivedAt = rejected.ReceivedAt,
                ReplayedAt = cameBack ? null : kept.ReplayedAt,
                EventIds = cameBack ? [] : kept.EventIds,
            };
            await SaveAsync(repeated, stored.ETag!, cancellationToken);
        }

        return true;
    }

    private static string Key(string day, string key) => $"{day}|{key}";

    private static string CounterKey(string day, string reason) => Key(day, Counter + reason);

    private static TableEntity Write(KeptRejection kept)
    {
        var day = LocalTime.Text(RejectedId.Of(kept.Rejected).Day);
        var row = JsonRow.Write(day, Key(day, kept.Rejected.Key), kept.Rejected, EventsJson.Stored.RejectedEvent);
        row["Reason"] = kept.Rejected.Reason;
        row["Count"] = kept.Count;
        row["LastReceivedAt"] = kept.LastReceivedAt;
        if (kept.ReplayedAt is { } replayedAt)
        {
            row["ReplayedAt"] = replayedAt;
            var ids = string.Join('\n', kept.EventIds);
            row["EventIds"] = ids.Length > MaxEventIdCharacters ? ids[..ids.LastIndexOf('\n', MaxEventIdCharacters)] : ids;
        }

        return row;
    }

    private static KeptRejection Read(TableEntity row)
    {
        var rejected = JsonRow.Read(row, EventsJson.Stored.RejectedEvent);
        return new KeptRejection
        {
            Rejected = rejected,
            Count = row.GetInt32("Count") ?? 1,
            LastReceivedAt = row.GetDateTimeOffset("LastReceivedAt") ?? rejected.ReceivedAt,
            ReplayedAt = row.GetDateTimeOffset("ReplayedAt"),
            EventIds = row.GetString("EventIds") is { Length: > 0 } ids ? ids.Split('\n') : [],
        };
    }

    private static TableEntity WriteCounter(string day, RejectedCount count, string quarters) => new(day, CounterKey(day, count.Reason))
    {
        ["Reason"] = count.Reason,
        ["Kept"] = count.Kept,
        ["CountedOnly"] = count.CountedOnly,
        [Quarters] = quarters,
    };

    private static RejectedCount ReadCounter(TableEntity row) =>
        new(row.GetString("Reason")!, row.GetInt32("Kept") ?? 0, row.GetInt64("CountedOnly") ?? 0);
}

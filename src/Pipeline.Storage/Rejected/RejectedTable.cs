using Azure.Data.Tables;
using Pipeline.Events;
using Pipeline.Events.Messages;
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

    // A transaction holds 100 rows; one is the counter.
    private const int MaxRows = 99;

    private readonly ITable _table = tables[TableNames.Rejected];

    public async Task<bool> AddAsync(RejectedEvent rejected, CancellationToken cancellationToken) =>
        await AddAsync(LocalTime.Text(RejectedId.Of(rejected).Day), rejected.Reason, [rejected], [], cancellationToken) == 0;

    public async Task AddAsync(
        IReadOnlyList<RejectedEvent> rejected, IReadOnlyList<RejectedTally> tallies, CancellationToken cancellationToken)
    {
        var events = rejected.ToLookup(item => (Day: LocalTime.Text(RejectedId.Of(item).Day), item.Reason));
        var numbers = tallies.ToLookup(item => (Day: LocalTime.Text(DateOnly.FromDateTime(item.ReceivedAt.UtcDateTime)), item.Reason));
        foreach (var key in events.Select(group => group.Key).Union(numbers.Select(group => group.Key)))
        {
            await AddAsync(key.Day, key.Reason, [.. events[key]], [.. numbers[key]], cancellationToken);
        }
    }

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

    // All of one day and reason: the counter, which all workers share, changes once for up to 99 of them. Gives how many have no row.
    private async Task<int> AddAsync(
        string day,
        string reason,
        IReadOnlyList<RejectedEvent> rejected,
        IReadOnlyList<RejectedTally> tallies,
        CancellationToken cancellationToken)
    {
        var counted = 0;
        var parts = rejected.DistinctBy(item => item.Key).Chunk(MaxRows).ToList();
        foreach (var (place, part) in parts.DefaultIfEmpty([]).Index())
        {
            var known = new HashSet<string>(StringComparer.Ordinal);
            counted += await retry.RunAsync(
                token => TryAddAsync(day, reason, part, place == 0 ? tallies : [], known, token), cancellationToken);
        }

        return counted;
    }

    private async ValueTask<int> TryAddAsync(
        string day,
        string reason,
        IReadOnlyList<RejectedEvent> rejected,
        IReadOnlyList<RejectedTally> tallies,
        HashSet<string> known,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            var counter = await _table.GetAsync(day, CounterKey(day, reason), cancellationToken);
            var count = counter is null ? new RejectedCount(reason, 0, 0) : ReadCounter(counter);
            var fresh = rejected.Where(item => !known.Contains(item.Key)).ToList();
            var room = Math.Max(0, RejectedCount.MaxKept - count.Kept);
            var kept = fresh.Where(item => item.Query is not null).Concat(fresh.Where(item => item.Query is null).Take(room)).ToList();
            var rest = fresh.Except(kept).ToList();
            await RepeatAsync(rest, known, cancellationToken);
            rest.RemoveAll(item => known.Contains(item.Key));
            if (kept.Count + rest.Count + tallies.Count == 0)
            {
                return 0;
            }

            var quarters = kept.Concat(rest).Select(item => (item.ReceivedAt, Count: 1))
                .Concat(tallies.Select(item => (item.ReceivedAt, item.Count)))
                .Aggregate(counter?.GetString(Quarters), (text, item) => QuarterCounts.Add(text, item.ReceivedAt, item.Count));
            var next = count with
            {
                Kept = count.Kept + kept.Count,
                CountedOnly = count.CountedOnly + rest.Count + tallies.Sum(item => (long)item.Count),
            };
            try
            {
                await _table.WriteAsync(
                    [
                        .. kept.Select(item =>
                            RowWrite.Insert(Write(new KeptRejection { Rejected = item, LastReceivedAt = item.ReceivedAt }))),
                        RowWrite.Replace(WriteCounter(day, next, quarters ?? string.Empty), counter?.ETag.ToString()),
                    ],
                    cancellationToken);
                return rest.Count;
            }
            catch (StorageConflictException)
            {
                // Either some of the same input is there already, or another writer moved the counter.
                var before = known.Count;
                await RepeatAsync(kept, known, cancellationToken);
                if (known.Count == before)
                {
                    throw;
                }
            }
        }
    }

    // Notes what is there already: its row counts it.
    private async Task RepeatAsync(IReadOnlyList<RejectedEvent> rejected, HashSet<string> known, CancellationToken cancellationToken)
    {
        foreach (var item in rejected)
        {
            if (await TryRepeatAsync(RejectedId.Of(item), item, cancellationToken))
            {
                known.Add(item.Key);
            }
        }
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

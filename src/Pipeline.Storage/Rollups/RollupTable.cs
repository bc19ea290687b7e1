using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using Pipeline.Attribution;
using Pipeline.Days;
using Pipeline.Records;
using Pipeline.Rollups;
using Pipeline.Storage.Shared;
using Pipeline.Time;

namespace Pipeline.Storage.Rollups;

/// <summary>
/// Rollups: partition <c>channels|{yyyy-MM}</c>, row key <c>{yyyy-MM-dd}|{hash of dimensions}</c> for a source and <c>{yyyy-MM-dd}|day</c>
/// for the day; journeys as <see cref="JourneyRows"/> says; partition <c>dirty</c>, row key <c>dirty|{yyyy-MM-dd}</c> for days to roll up
/// again.
/// </summary>
internal sealed class RollupTable(ITables tables) : IRollupStore, IRollupDays
{
    private const string Dirty = "dirty";
    private const string DayRow = "day";
    private const string AnonymousPageViews = "AnonymousPageViews";
    private const string Run = "Run";
    private const string RolledUpAt = "RolledUpAt";
    private const string Totals = "Totals";
    private const string First = "First";
    private const string RestatedAt = "RestatedAt";
    private const string Visitors = "Visitors";
    private const int VisitorCharacters = 32_000;
    private static readonly string[] SystemProperties = ["odata.etag", "PartitionKey", "RowKey", "Timestamp"];

    // A mark stands for at least 15 minutes, so one of this process that is a minute old still covers a change that is made now.
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    private readonly ITable _table = tables[TableNames.Rollups];
    private readonly JourneyRows _journeyRows = new(tables[TableNames.Rollups]);
    private readonly VisitRows _visitRows = new(tables[TableNames.Rollups]);
    private readonly ConcurrentDictionary<DateOnly, DateTimeOffset> _marked = new();

    public async Task<RollupHead?> GetHeadAsync(DateOnly day, CancellationToken cancellationToken) =>
        await _table.GetAsync(Partition(Month.Of(day)), LocalTime.Text(day) + "|" + DayRow, cancellationToken) is not { } row
            ? null
            : new RollupHead
            {
                ETag = row.ETag.ToString(),
                Totals = ReadTotals(row, Totals),
                First = ReadTotals(row, First),
                RestatedAt = row.GetDateTimeOffset(RestatedAt),
            };

    public async Task ReplaceAsync(
        RolledUpDay day, IReadOnlyCollection<Journey> journeys, string? etag, CancellationToken cancellationToken)
    {
        var partition = Partition(Month.Of(day.Day));
        var prefix = LocalTime.Text(day.Day) + "|";
        var stored = await _table.QueryAsync(partition, prefix, prefix + '~', null, cancellationToken);
        var own = stored.FirstOrDefault(IsDay);
        if (own?.ETag.ToString() != etag)
        {
            throw Conflict(day.Day);
        }

        var run = (own?.GetInt64(Run) ?? 0) + 1;
        var rows = day.Rows.Select(row => Write(partition, prefix, row)).ToList();
        var kept = rows.Select(row => row.RowKey).Append(prefix + DayRow).ToHashSet(StringComparer.Ordinal);
        List<RowWrite> writes =
        [
            .. rows.Select(RowWrite.Upsert),
            .. stored.Where(row => !kept.Contains(row.RowKey)).Select(row => RowWrite.Remove(partition, row.RowKey, row.ETag.ToString())),
        ];
        IReadOnlyList<RowWrite> moved = await _journeyRows.ChangesAsync(day.Day, journeys, cancellationToken);
        IReadOnlyList<RowWrite> seen = await _visitRows.ChangesAsync(day.Day, day.Visits, cancellationToken);
        var whole = WriteDay(partition, prefix, day, run);
        var isMany = RowBatches.Of([.. writes, RowWrite.Replace(whole, etag)]).Count > 1;
        if (isMany || moved.Count > 0 || seen.Count > 0)
        {
            etag = await ClaimAsync(partition, prefix, day.Day, own, etag, run, cancellationToken);
            foreach (var batch in RowBatches.Of(moved).Concat(RowBatches.Of(seen)).Concat(isMany ? RowBatches.Of(writes) : []))
            {
                await _table.WriteAsync(batch, cancellationToken);
            }
        }

        if (isMany)
        {
            writes.Clear();
        }

        // The day's own row goes last: a run that began with older facts is refused by it and starts anew.
        await _table.WriteAsync([.. writes, RowWrite.Replace(whole, etag)], cancellationToken);
    }

    public async Task<IReadOnlyList<RolledUpDay>> ListAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var first = LocalTime.Text(from) + "|";
        var last = LocalTime.Text(to) + "|~";
        var parts = await Task.WhenAll(Month
            .Touched(from, to)
            .Select(month => _table.QueryAsync(Partition(month), first, last, null, cancellationToken)));
        return
        [
            .. parts.SelectMany(rows => rows)
                .GroupBy(row => row.RowKey[..10])
                .Where(rows => rows.Any(row => IsDay(row) && row.ContainsKey(RolledUpAt)))
                .OrderBy(rows => rows.Key, StringComparer.Ordinal)
                .Select(rows => ReadDay(LocalTime.Parse(rows.Key), [.. rows])),
        ];
    }

    public Task<IReadOnlyList<DayJourney>> ListJourneysAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        _journeyRows.ListAsync(from, to, cancellationToken);

    public Task<IReadOnlyList<DayVisits>> ListVisitsAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        _visitRows.ListAsync(from, to, cancellationToken);

    public async Task MarkDirtyAsync(IReadOnlyCollection<DateOnly> days, DateTimeOffset at, CancellationToken cancellationToken)
    {
        foreach (var day in days.Where(day => !(_marked.TryGetValue(day, out var before) && at - before < Remembered)))
        {
            var row = new TableEntity(Dirty, $"{Dirty}|{LocalTime.Text(day)}") { ["MarkedAt"] = at };
            await _table.WriteAsync([RowWrite.Upsert(row)], cancellationToken);
            _marked[day] = at;
        }
    }

    public async Task<IReadOnlyList<DirtyDay>> ListDirtyAsync(CancellationToken cancellationToken) =>
        [
            .. (await _table.QueryAsync(Dirty, Dirty, null, null, cancellationToken)).Select(row => new DirtyDay(
                LocalTime.Parse(row.RowKey[(Dirty.Length + 1)..]), row.GetDateTimeOffset("MarkedAt") ?? default, row.ETag.ToString())),
        ];

    public Task ClearDirtyAsync(DirtyDay mark, CancellationToken cancellationToken)
    {
        _marked.TryRemove(mark.Day, out _);
        return _table.RemoveIfUnchangedAsync(Dirty, $"{Dirty}|{LocalTime.Text(mark.Day)}", mark.ETag, cancellationToken);
    }

    private static string Partition(Month month) => $"channels|{month}";

    private static StorageConflictException Conflict(DateOnly day) =>
        new($"{LocalTime.Text(day)} was rolled up by another run meanwhile.", 0);

    // Rows that do not fit one transaction, or lie in two partitions: the run claims the day first, so that any other run that is under way
    // is refused at its end.
    private async Task<string> ClaimAsync(
        string partition, string prefix, DateOnly day, TableEntity? own, string? etag, long run, CancellationToken cancellationToken)
    {
        var claim = new TableEntity(partition, prefix + DayRow);
        foreach (var (name, value) in (own ?? []).Where(item => !SystemProperties.Contains(item.Key)))
        {
            claim[name] = value;
        }

        claim[Run] = run;
        await _table.WriteAsync([RowWrite.Replace(claim, etag)], cancellationToken);
        var claimed = await _table.GetAsync(partition, prefix + DayRow, cancellationToken);
        return claimed?.GetInt64(Run) == run ? claimed.ETag.ToString() : throw Conflict(day);
    }

    private static bool IsDay(TableEntity row) => row.RowKey.EndsWith("|" + DayRow, StringComparison.Ordinal);

    private static TableEntity Write(string partition, string prefix, RollupRow row)
    {
        var dimensions = row.Dimensions;
        var text = string.Join('\n', dimensions.Channel, dimensions.Source, dimensions.Medium, dimensions.Campaign, dimensions.LandingPage);
        var entity = new TableEntity(partition, prefix + Base32.Encode(SHA256.HashData(Encoding.UTF8.GetBytes(text)), FactKey.Length))
        {
            ["Channel"] = dimensions.Channel,
            ["Source"] = dimensions.Source,
            ["Medium"] = dimensions.Medium,
            ["Campaign"] = dimensions.Campaign,
            ["LandingPage"] = dimensions.LandingPage,
            ["Visits"] = row.Visits,
            ["AutomaticVisits"] = row.AutomaticVisits,
        };
        WriteVisitors(entity, row.Visitors);
        foreach (var ((kind, model), total) in row.Credits)
        {
            Add(entity, Column(kind, model), total);
        }

        return entity;
    }

    private static TableEntity WriteDay(string partition, string prefix, RolledUpDay day, long run)
    {
        var entity = new TableEntity(partition, prefix + DayRow) { [RolledUpAt] = day.At, [Run] = run };
        if (day.AnonymousPageViews.Count > 0)
        {
            var counts = new SortedDictionary<string, long>(day.AnonymousPageViews.ToDictionary(), StringComparer.Ordinal);
            entity[AnonymousPageViews] = JsonSerializer.Serialize(counts, RollupsJson.Stored.SortedDictionaryStringInt64);
        }

        entity[Totals] = JsonSerializer.Serialize(RollupTotals.Of(day), RollupsJson.Stored.RollupTotals);
        if (day.First is { } whole)
        {
            entity[First] = JsonSerializer.Serialize(whole, RollupsJson.Stored.RollupTotals);
        }

        if (day.RestatedAt is { } restatedAt)
        {
            entity[RestatedAt] = restatedAt;
        }

        foreach (var (kind, total) in day.Converted)
        {
            Add(entity, kind.ToString(), total);
        }

        return entity;
    }

    private static RollupTotals? ReadTotals(TableEntity row, string name) =>
        row.GetString(name) is { } text ? JsonSerializer.Deserialize(text, RollupsJson.Stored.RollupTotals) : null;

    private static void WriteVisitors(TableEntity entity, VisitorSet visitors)
    {
        entity["VisitorCount"] = visitors.Count;
        var text = visitors.Encode();
        for (int start = 0, part = 0; start < text.Length; start += VisitorCharacters, part++)
        {
            entity[$"{Visitors}{part}"] = text.Substring(start, Math.Min(VisitorCharacters, text.Length - start));
        }
    }

    private static VisitorSet ReadVisitors(TableEntity row)
    {
        var text = new StringBuilder();
        for (var part = 0; row.GetString($"{Visitors}{part}") is { } piece; part++)
        {
            text.Append(piece);
        }

        return VisitorSet.Decode(text.ToString(), row.GetInt32("VisitorCount") ?? 0);
    }

    private static RolledUpDay ReadDay(DateOnly day, List<TableEntity> rows)
    {
        var own = rows.Single(IsDay);
        return new RolledUpDay
        {
            Day = day,
            At = own.GetDateTimeOffset(RolledUpAt) ?? default,
            Converted = Enum.GetValues<ConversionKind>().ToDictionary(kind => kind, kind => Read(own, kind.ToString())),
            AnonymousPageViews = own.GetString(AnonymousPageViews) is { } counts
                ? JsonSerializer.Deserialize(counts, RollupsJson.Stored.SortedDictionaryStringInt64)!
                : [],
            First = ReadTotals(own, First),
            RestatedAt = own.GetDateTimeOffset(RestatedAt),
            Rows = [.. rows.Where(row => !IsDay(row)).Select(row => Read(day, row))],
        };
    }

    private static RollupRow Read(DateOnly day, TableEntity row) => new()
    {
        Day = day,
        Dimensions = new RollupDimensions(
            row.GetString("Channel")!,
            row.GetString("Source")!,
            row.GetString("Medium")!,
            row.GetString("Campaign")!,
            row.GetString("LandingPage") ?? RollupDimensions.None),
        Visitors = ReadVisitors(row),
        Visits = row.GetInt64("Visits") ?? 0,
        AutomaticVisits = row.GetInt64("AutomaticVisits") ?? 0,
        Credits = Enum.GetValues<ConversionKind>()
            .SelectMany(kind => Pipeline.Attribution.Models.AttributionModels.PerJourney, (kind, model) => (kind, model.Name))
            .Select(key => (key, Total: Read(row, Column(key.kind, key.Name))))
            .Where(item => item.Total != default)
            .ToDictionary(item => item.key, item => item.Total),
    };

    private static string Column(ConversionKind kind, string model) => $"{kind}_{model.Replace('-', '_')}";

    private static void Add(TableEntity entity, string column, CreditTotal total)
    {
        entity[column] = total.Micro;
        if (total.Amount != 0)
        {
            entity[column + "_amount"] = total.Amount;
        }
    }

    private static CreditTotal Read(TableEntity row, string column) =>
        new(row.GetInt64(column) ?? 0, row.GetInt64(column + "_amount") ?? 0);
}

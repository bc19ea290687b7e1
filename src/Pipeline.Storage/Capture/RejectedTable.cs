using Pipeline.Capture;
using Pipeline.Records;
using Pipeline.Storage.Shared;

namespace Pipeline.Storage.Capture;

/// <summary>Rejected: partition = UTC day of arrival, row key <c>{yyyy-MM-dd}|{key of endpoint and payload}</c>; the same input twice is one row.</summary>
internal sealed class RejectedTable(ITables tables) : IRejectedStore
{
    private readonly ITable table = tables[TableNames.Rejected];

    public Task AddAsync(RejectedEvent rejected, CancellationToken cancellationToken)
    {
        var day = Day(rejected.ReceivedAt);
        var row = JsonRow.Write(day, $"{day}|{rejected.Key}", rejected, RecordJson.Stored.RejectedEvent);
        row["Reason"] = rejected.Reason;
        return table.WriteAsync([RowWrite.Upsert(row)], cancellationToken);
    }

    public async Task<IReadOnlyList<RejectedEvent>> ListAsync(DateTimeOffset day, int count, CancellationToken cancellationToken) =>
        [
            .. (await table.QueryAsync(Day(day), string.Empty, null, count, cancellationToken))
                .Select(row => JsonRow.Read(row, RecordJson.Stored.RejectedEvent)),
        ];

    private static string Day(DateTimeOffset at) => Pipeline.Settings.LocalTime.Text(DateOnly.FromDateTime(at.UtcDateTime));
}

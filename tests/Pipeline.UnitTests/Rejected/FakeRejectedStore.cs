using Pipeline.Events;
using Pipeline.Events.Messages;
using Pipeline.Records;
using Pipeline.Rejected;

namespace Pipeline.UnitTests.Rejected;

internal sealed class FakeRejectedStore : IRejectedStore
{
    private readonly Dictionary<RejectedId, (KeptRejection Kept, int Version)> _rows = [];

    public int FailingAdds { get; set; }

    public IReadOnlyList<KeptRejection> Rows => [.. _rows.Values.Select(row => row.Kept)];

    public Task<bool> AddAsync(RejectedEvent rejected, CancellationToken cancellationToken)
    {
        if (FailingAdds-- > 0)
        {
            throw new IOException("Away.");
        }

        _rows[RejectedId.Of(rejected)] = (new KeptRejection { Rejected = rejected, LastReceivedAt = rejected.ReceivedAt }, 1);
        return Task.FromResult(true);
    }

    public async Task AddAsync(
        IReadOnlyList<RejectedEvent> rejected, IReadOnlyList<RejectedTally> tallies, CancellationToken cancellationToken)
    {
        foreach (var item in rejected)
        {
            await AddAsync(item, cancellationToken);
        }
    }

    public Task<Versioned<KeptRejection>> GetAsync(RejectedId id, CancellationToken cancellationToken) => Task.FromResult(
        _rows.TryGetValue(id, out var row) ? new Versioned<KeptRejection>(row.Kept, $"{row.Version}") : default);

    public Task SaveAsync(KeptRejection kept, string etag, CancellationToken cancellationToken)
    {
        var id = RejectedId.Of(kept.Rejected);
        if ($"{_rows[id].Version}" != etag)
        {
            throw new StorageConflictException("Changed.", 0, null);
        }

        _rows[id] = (kept, _rows[id].Version + 1);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<KeptRejection>> ListAsync(
        DateOnly day, string? reason, int count, string? after, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<KeptRejection>>(
        [
            .. Rows.Where(row => RejectedId.Of(row.Rejected).Day == day && (reason is null || row.Rejected.Reason == reason))
                .Where(row => string.CompareOrdinal(row.Rejected.Key, after) > 0)
                .Take(count),
        ]);

    public Task<IReadOnlyList<RejectedCount>> CountAsync(DateOnly day, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<RejectedCount>>(
            [.. Rows.Where(row => RejectedId.Of(row.Rejected).Day == day)
                .GroupBy(row => row.Rejected.Reason)
                .Select(group => new RejectedCount(group.Key, group.Count(), 0))]);

    public Task<IReadOnlyList<RejectedQuarter>> CountQuartersAsync(DateOnly day, CancellationToken cancellationToken) =>
        throw new NotSupportedException("No test asks for it.");
}

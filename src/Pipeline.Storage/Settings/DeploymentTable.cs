using Azure.Data.Tables;
using Pipeline.Records;
using Pipeline.Settings;
using Pipeline.Storage.Shared;
using Pipeline.Time;

namespace Pipeline.Storage.Settings;

/// <summary>Settings: partition <c>deployment</c> row <c>deployment</c>, partition <c>watermark</c> rows <c>watermark|{job}</c>.</summary>
internal sealed class DeploymentTable(ITables tables) : IDeploymentStore
{
    private const string Name = "deployment";
    private const string Watermark = "watermark";

    private readonly ITable _table = tables[TableNames.Settings];

    public async Task<DeploymentIdentity> GetOrAddAsync(DeploymentIdentity proposal, CancellationToken cancellationToken)
    {
        if (await _table.GetAsync(Name, Name, cancellationToken) is { } stored)
        {
            return Read(stored);
        }

        var row = new TableEntity(Name, Name)
        {
            ["Secret"] = Convert.ToBase64String(proposal.Secret.Span),
            ["StartedOn"] = LocalTime.Text(proposal.StartedOn),
        };
        try
        {
            await _table.WriteAsync([RowWrite.Insert(row)], cancellationToken);
            return proposal;
        }
        catch (StorageConflictException)
        {
            return Read((await _table.GetAsync(Name, Name, cancellationToken))!);
        }
    }

    public async Task<DateOnly?> GetWatermarkAsync(string job, CancellationToken cancellationToken) =>
        (await _table.GetAsync(Watermark, Key(job), cancellationToken))?.GetString("Day") is { } day ? LocalTime.Parse(day) : null;

    public Task SetWatermarkAsync(string job, DateOnly day, CancellationToken cancellationToken)
    {
        var row = new TableEntity(Watermark, Key(job)) { ["Day"] = LocalTime.Text(day) };
        return _table.WriteAsync([RowWrite.Upsert(row)], cancellationToken);
    }

    private static string Key(string job) => $"{Watermark}|{job}";

    private static DeploymentIdentity Read(TableEntity row) =>
        new(Convert.FromBase64String(row.GetString("Secret")!), LocalTime.Parse(row.GetString("StartedOn")!));
}

using Pipeline.Events;
using Pipeline.Records;
using Pipeline.Time;

namespace Pipeline.Settings;

/// <summary>Gives the deployment's <see cref="LeadIds"/>, making the secret at first start and reading it once.</summary>
/// <param name="store">Where the deployment's secret is kept.</param>
/// <param name="random">Makes the proposal for a secret.</param>
/// <param name="localTime">Cuts local days.</param>
/// <param name="timeProvider">Tells the day of the first start.</param>
public sealed class CurrentLeadIds(IDeploymentStore store, IRandomBytes random, LocalTime localTime, TimeProvider timeProvider)
{
    private DeploymentIdentity? _deployment;
    private LeadIds? _leadIds;

    /// <summary>Gives the lead ids of this deployment.</summary>
    public async ValueTask<LeadIds> GetAsync(CancellationToken cancellationToken) =>
        _leadIds ??= new LeadIds((await GetDeploymentAsync(cancellationToken)).Secret.Span);

    /// <summary>Gives what this deployment made at its first start.</summary>
    public async ValueTask<DeploymentIdentity> GetDeploymentAsync(CancellationToken cancellationToken) =>
        _deployment ??= await store.GetOrAddAsync(
            new DeploymentIdentity(random.Next(32), localTime.DayOf(timeProvider.GetUtcNow())),
            cancellationToken);
}

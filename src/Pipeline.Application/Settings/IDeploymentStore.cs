namespace Pipeline.Settings;

/// <summary>Port: what a deployment makes once and keeps: its secret and the day it began.</summary>
public interface IDeploymentStore
{
    /// <summary>Reads the deployment's identity, making it at first start. Safe to call at the same time from many instances.</summary>
    /// <param name="proposal">What to store when there is nothing yet.</param>
    /// <returns>What is stored.</returns>
    Task<DeploymentIdentity> GetOrAddAsync(DeploymentIdentity proposal, CancellationToken cancellationToken);

    /// <summary>Reads up to which local day a nightly job has gone; null before its first run.</summary>
    /// <param name="job">Name of the job.</param>
    Task<DateOnly?> GetWatermarkAsync(string job, CancellationToken cancellationToken);

    /// <summary>Stores up to which local day a nightly job has gone. Moving it back is allowed: days are then done again.</summary>
    /// <param name="job">Name of the job.</param>
    /// <param name="day">Last local day that is done.</param>
    Task SetWatermarkAsync(string job, DateOnly day, CancellationToken cancellationToken);
}

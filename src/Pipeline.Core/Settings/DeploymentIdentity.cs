namespace Pipeline.Settings;

/// <summary>What a deployment makes at first start and never changes.</summary>
/// <param name="Secret">32 random bytes that key the lead ids.</param>
/// <param name="StartedOn">Local day of the first start; nightly jobs begin there.</param>
public sealed record DeploymentIdentity(ReadOnlyMemory<byte> Secret, DateOnly StartedOn);

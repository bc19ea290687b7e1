namespace Microsoft.Azure.Functions.Worker;

/// <summary>Retries by a retry policy; a queue's repeated delivery is not counted here.</summary>
public abstract class RetryContext
{
    /// <summary>Number of this retry; 0 for the first try.</summary>
    public abstract int RetryCount { get; }

    /// <summary>Most retries that the policy allows.</summary>
    public abstract int MaxRetryCount { get; }
}

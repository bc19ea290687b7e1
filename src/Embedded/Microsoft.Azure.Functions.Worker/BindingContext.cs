namespace Microsoft.Azure.Functions.Worker;

/// <summary>Values that came with the trigger.</summary>
public abstract class BindingContext
{
    /// <summary>Values by name, without regard to case.</summary>
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}

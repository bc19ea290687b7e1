namespace Microsoft.Azure.Functions.Worker;

/// <summary>One invocation of a function.</summary>
public abstract class FunctionContext
{
    /// <summary>Id of this invocation, unique.</summary>
    public abstract string InvocationId { get; }

    /// <summary>Id of the function, stable between starts.</summary>
    public abstract string FunctionId { get; }

    /// <summary>The distributed trace that this invocation belongs to.</summary>
    public abstract TraceContext TraceContext { get; }

    /// <summary>Values that came with the trigger: route values or the message's metadata.</summary>
    public abstract BindingContext BindingContext { get; }

    /// <summary>Retries by a retry policy, which this runtime does not have.</summary>
    public abstract RetryContext RetryContext { get; }

    /// <summary>Services of this invocation's scope.</summary>
    public abstract IServiceProvider InstanceServices { get; set; }

    /// <summary>The function that runs.</summary>
    public abstract FunctionDefinition FunctionDefinition { get; }

    /// <summary>Values shared between middleware and function.</summary>
    public abstract IDictionary<object, object> Items { get; set; }

    /// <summary>Features of this invocation.</summary>
    public abstract IInvocationFeatures Features { get; }

    /// <summary>Cancelled when the caller has gone or the runtime gives up waiting at its stop.</summary>
    public virtual CancellationToken CancellationToken { get; }
}

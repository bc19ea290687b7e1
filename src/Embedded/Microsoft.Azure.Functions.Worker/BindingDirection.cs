namespace Microsoft.Azure.Functions.Worker;

/// <summary>Whether a binding brings values in or takes them out.</summary>
public enum BindingDirection
{
    /// <summary>Into the function.</summary>
    In,

    /// <summary>Out of the function.</summary>
    Out,
}

namespace Microsoft.Azure.Functions.Worker;

/// <summary>A trigger or an output of a function.</summary>
public abstract class BindingMetadata
{
    /// <summary>Name of the parameter or property; <c>$return</c> for the returned value.</summary>
    public abstract string Name { get; }

    /// <summary>Kind, such as <c>httpTrigger</c>, <c>queueTrigger</c>, <c>timerTrigger</c>, <c>queue</c> or <c>http</c>.</summary>
    public abstract string Type { get; }

    /// <summary>Whether values come in or go out.</summary>
    public abstract BindingDirection Direction { get; }
}

namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>Takes a value out of a function.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public abstract class OutputBindingAttribute : BindingAttribute
{
}

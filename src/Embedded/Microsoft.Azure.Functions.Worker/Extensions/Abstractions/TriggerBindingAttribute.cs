namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>Starts a function.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class TriggerBindingAttribute : BindingAttribute
{
}

namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>Brings a value into a function.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class InputBindingAttribute : BindingAttribute
{
}

namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>Connects a function with the outside.</summary>
public abstract class BindingAttribute : Attribute
{
}

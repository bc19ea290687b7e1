using System.Diagnostics.CodeAnalysis;

namespace Microsoft.Azure.Functions.Worker.Middleware;

/// <summary>The rest of an invocation.</summary>
/// <param name="context">The invocation.</param>
/// <returns>A task that ends with the invocation.</returns>
[SuppressMessage("Naming", "CA1711", Justification = "The published name.")]
public delegate Task FunctionExecutionDelegate(FunctionContext context);

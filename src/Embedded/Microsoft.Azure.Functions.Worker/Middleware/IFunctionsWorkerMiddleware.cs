using System.Diagnostics.CodeAnalysis;

namespace Microsoft.Azure.Functions.Worker.Middleware;

/// <summary>Code that runs around every invocation.</summary>
public interface IFunctionsWorkerMiddleware
{
    /// <summary>Runs around one invocation.</summary>
    /// <param name="context">The invocation.</param>
    /// <param name="next">The rest of it.</param>
    /// <returns>A task that ends with the invocation.</returns>
    [SuppressMessage("Naming", "CA1716", Justification = "The published name.")]
    Task Invoke(FunctionContext context, FunctionExecutionDelegate next);
}

namespace Microsoft.Azure.Functions.Worker.Invocation;

/// <summary>A function's method, compiled: binds the parameters, calls, and gives the returned value.</summary>
/// <param name="instance">The object that holds the method; <see langword="null"/> for a static one.</param>
/// <param name="context">The invocation.</param>
internal delegate ValueTask<object?> FunctionBody(object? instance, EmbeddedFunctionContext context);

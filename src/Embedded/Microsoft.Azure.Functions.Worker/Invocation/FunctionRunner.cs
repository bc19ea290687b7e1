using Microsoft.Azure.Functions.Worker.Middleware;

namespace Microsoft.Azure.Functions.Worker.Invocation;

/// <summary>Runs invocations through the middleware and sends their outputs.</summary>
internal sealed class FunctionRunner
{
    private readonly FunctionExecutionDelegate? _pipeline;

    public FunctionRunner(IReadOnlyList<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware)
    {
        if (middleware.Count > 0)
        {
            _pipeline = middleware.Reverse().Aggregate<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>, FunctionExecutionDelegate>(
                context => Execute((EmbeddedFunctionContext)context),
                (next, add) => add(next));
        }
    }

    /// <summary>Runs one invocation.</summary>
    /// <returns>What the method returned, or what middleware made of it.</returns>
    public ValueTask<object?> RunAsync(EmbeddedFunctionContext context)
    {
        var function = context.Function;
        return _pipeline is null && function.QueueOutputs.Count == 0 && !function.IsDisposable
            ? function.Body(function.Activator?.Invoke(context), context)
            : RunAllAsync(context);
    }

    private async ValueTask<object?> RunAllAsync(EmbeddedFunctionContext context)
    {
        if (_pipeline is null)
        {
            await Execute(context);
        }
        else
        {
            await _pipeline(context);
        }

        if (context.Result is { } result)
        {
            foreach (var output in context.Function.QueueOutputs)
            {
                await output.SendAsync(result, context.CancellationToken);
            }
        }

        return context.Result;
    }

    private static async Task Execute(EmbeddedFunctionContext context)
    {
        var function = context.Function;
        var instance = function.Activator?.Invoke(context);
        try
        {
            context.Result = await function.Body(instance, context);
        }
        finally
        {
            if (instance is IAsyncDisposable asyncDisposable)
            {
                await asyncDisposable.DisposeAsync();
            }
            else
            {
                (instance as IDisposable)?.Dispose();
            }
        }
    }
}

using System.Runtime.CompilerServices;
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
                context => Execute((EmbeddedFunctionContext)context).AsTask(),
                (next, add) => add(next));
        }
    }

    /// <summary>Runs one invocation; its result is then in the context.</summary>
    public ValueTask RunAsync(EmbeddedFunctionContext context) =>
        _pipeline is null && context.Function.QueueOutputs.Count == 0 ? Execute(context) : RunAllAsync(context);

    private async ValueTask RunAllAsync(EmbeddedFunctionContext context)
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
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask Execute(EmbeddedFunctionContext context)
    {
        var function = context.Function;
        var instance = function.Activator?.Invoke(context);
        if (!function.IsDisposable)
        {
            context.Result = await function.Body(instance, context);
            return;
        }

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

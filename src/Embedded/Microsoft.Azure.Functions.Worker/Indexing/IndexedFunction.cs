using Microsoft.Azure.Functions.Worker.Invocation;
using Microsoft.Azure.Functions.Worker.Queues;

namespace Microsoft.Azure.Functions.Worker.Indexing;

/// <summary>A function that is ready to run.</summary>
internal sealed class IndexedFunction
{
    public required EmbeddedFunctionDefinition Definition { get; init; }

    public required FunctionTrigger Trigger { get; init; }

    public required FunctionBody Body { get; init; }

    /// <summary>Makes the object that holds the method; <see langword="null"/> for a static one.</summary>
    public required Func<EmbeddedFunctionContext, object>? Activator { get; init; }

    public required bool IsDisposable { get; init; }

    public required IReadOnlyList<QueueOutput> QueueOutputs { get; init; }

    /// <summary>Takes the HTTP answer out of the returned object; <see langword="null"/> if that is the answer itself.</summary>
    public required Func<object, object?>? HttpResult { get; init; }

    public string Name => Definition.Name;
}

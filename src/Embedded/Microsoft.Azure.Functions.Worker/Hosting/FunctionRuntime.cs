using Microsoft.Azure.Functions.Worker.Indexing;

namespace Microsoft.Azure.Functions.Worker.Hosting;

/// <summary>The functions of this process and what listens for them; filled before the start.</summary>
internal sealed class FunctionRuntime : IDisposable
{
    public IReadOnlyList<IndexedFunction> Functions { get; set; } = [];

    public Dictionary<IndexedFunction, IFunctionListener> Listeners { get; } = [];

    public InvocationTracker Running { get; } = new();

    public void Dispose()
    {
        foreach (var listener in Listeners.Values.OfType<IDisposable>())
        {
            listener.Dispose();
        }

        Running.Dispose();
    }
}

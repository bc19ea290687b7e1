namespace Pipeline.LocalHost.Worker;

/// <summary>The worker's connection ended while something waited for its answer.</summary>
internal sealed class WorkerLostException() : Exception("The worker process is gone.");

namespace Pipeline.Testing;

/// <summary>One message that waits.</summary>
/// <param name="Queue">Queue.</param>
/// <param name="Text">JSON text.</param>
/// <param name="Run">What to do instead of calling the queue's handler: stands for a request of the private interface.</param>
public sealed record WorkMessage(string Queue, string Text, Func<PipelineBed, Task>? Run = null);

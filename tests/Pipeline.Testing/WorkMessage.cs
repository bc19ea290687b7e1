namespace Pipeline.Testing;

/// <summary>One message that waits.</summary>
/// <param name="Queue">Queue.</param>
/// <param name="Text">JSON text.</param>
public sealed record WorkMessage(string Queue, string Text);

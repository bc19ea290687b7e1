using System.Threading.Channels;

namespace Pipeline.LocalHostTests;

/// <summary>What the functions under test did, and a gate at which they wait.</summary>
public sealed class Recorder
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Channel<string> _entries = Channel.CreateUnbounded<string>();

    /// <summary>Functions that wait end when this does.</summary>
    public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Count => _entries.Reader.Count;

    public void Add(string entry) => _entries.Writer.TryWrite(entry);

    /// <summary>The next entry, waited for.</summary>
    public async Task<string> NextAsync() => await _entries.Reader.ReadAsync().AsTask().WaitAsync(Patience);
}

namespace Pipeline.Benchmarks.Servers;

/// <summary>What a server process used and did since its start, or in between two readings.</summary>
public sealed record ServerStats
{
    public double UserSeconds { get; init; }

    public double KernelSeconds { get; init; }

    public long AllocatedBytes { get; init; }

    /// <summary>Garbage collections of any generation.</summary>
    public int Collections { get; init; }

    /// <summary>Methods compiled so far; it stands still when the hot path is as fast as it gets.</summary>
    public long CompiledMethods { get; init; }

    /// <summary>HTTP calls that the process made itself, counted at its HTTP handler.</summary>
    public long HttpCalls { get; init; }

    public long Puts { get; init; }

    /// <summary>Bytes of all messages, before Base64.</summary>
    public long MessageBytes { get; init; }

    /// <summary>Events that are safely in the queue.</summary>
    public long Events { get; init; }

    public static ServerStats operator -(ServerStats later, ServerStats earlier) => new()
    {
        UserSeconds = later.UserSeconds - earlier.UserSeconds,
        KernelSeconds = later.KernelSeconds - earlier.KernelSeconds,
        AllocatedBytes = later.AllocatedBytes - earlier.AllocatedBytes,
        Collections = later.Collections - earlier.Collections,
        CompiledMethods = later.CompiledMethods - earlier.CompiledMethods,
        HttpCalls = later.HttpCalls - earlier.HttpCalls,
        Puts = later.Puts - earlier.Puts,
        MessageBytes = later.MessageBytes - earlier.MessageBytes,
        Events = later.Events - earlier.Events,
    };
}

namespace Pipeline.Benchmarks.Load;

/// <summary>What wrk measured in one run.</summary>
internal sealed record WrkResult
{
    public required double RequestsPerSecond { get; init; }

    public required long Requests { get; init; }

    public required double MedianMilliseconds { get; init; }

    public required double P99Milliseconds { get; init; }

    /// <summary>Line about failed requests; null when none failed.</summary>
    public string? Errors { get; init; }
}

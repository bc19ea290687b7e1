using Pipeline.Problems;

namespace Pipeline.Imports;

/// <summary>The answer to an upload.</summary>
public sealed record ImportOutcome
{
    /// <summary>What became of it.</summary>
    public required ImportStatus Status { get; init; }

    /// <summary>What became of its rows; null when it was not read.</summary>
    public ImportResult? Result { get; init; }

    /// <summary>Every fault of the upload as a whole.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];
}

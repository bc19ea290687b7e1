namespace Pipeline.Imports;

/// <summary>An upload as it came.</summary>
public sealed record ImportRequest
{
    /// <summary>Its body, at most the limit of <c>ImportOptions.MaxBodyBytes</c>.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>True when the body was longer and is cut.</summary>
    public bool IsTooLarge { get; init; }

    /// <summary>Content type; null when unknown.</summary>
    public string? ContentType { get; init; }

    /// <summary>When it was received; null means now. It is the version of everything in the upload.</summary>
    public DateTimeOffset? ReceivedAt { get; init; }

    /// <summary>Numbers that its rows had in the upload of which it is a part; empty counts as usual.</summary>
    public IReadOnlyList<int> RowNumbers { get; init; } = [];

    /// <summary>Currencies that the upload names of which it is a part; empty when there is none.</summary>
    public IReadOnlyList<string> Currencies { get; init; } = [];

    /// <summary>Parameters of the query; a name may come several times.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Query { get; init; } = [];
}

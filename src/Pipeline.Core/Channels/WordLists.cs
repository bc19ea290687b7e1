namespace Pipeline.Channels;

/// <summary>
/// Words by which campaigns are told, besides the patterns that always count (<c>cpc</c>, <c>paid-…</c>, <c>email</c>, <c>newsletter</c>
/// …).
/// Persisted: add fields, never rename.
/// </summary>
public sealed record WordLists
{
    /// <summary>Values of <c>utm_medium</c> that mean a paid click; whole, any case. Null: none.</summary>
    public IReadOnlyList<string>? Paid { get; init; }

    /// <summary>Values of <c>utm_medium</c> and <c>utm_source</c> that mean an e-mail; whole, any case. Null: none.</summary>
    public IReadOnlyList<string>? Email { get; init; }
}

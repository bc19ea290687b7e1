namespace Pipeline.Channels;

/// <summary>One source of a source list: its name in reports, and what it is recognised by. Persisted: add fields, never rename.</summary>
public sealed record ListedSource
{
    /// <summary>Source of untagged visits, as reports show it; also matches <c>utm_source</c>. 1 to 100 characters.</summary>
    public string Name { get; init; } = "";

    /// <summary>Further spellings of <c>utm_source</c>; any case. Null when there are none.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>
    /// Domains, each with its sub-domains; the most specific entry of all lists wins. <c>name.*</c> stands for the name under
    /// <c>.com</c>, <c>.cat</c>, any two-letter country domain and its <c>co.</c>, <c>com.</c> … level, and nothing else.
    /// ASCII; app referrers are listed by package name. Null when there are none.
    /// </summary>
    public IReadOnlyList<string>? Domains { get; init; }
}

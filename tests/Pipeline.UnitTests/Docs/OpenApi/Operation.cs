namespace Pipeline.UnitTests.Docs.OpenApi;

/// <summary>What the attributes of a function do not say: its body and its answers.</summary>
internal sealed record Operation
{
    /// <summary>Forms of the body; empty for none.</summary>
    public IReadOnlyList<Media> Body { get; init; } = [];

    /// <summary>Answers when all is well, by status; an answer without content has no form.</summary>
    public required IReadOnlyList<(int Status, IReadOnlyList<Media> Content)> Answers { get; init; }

    /// <summary>Statuses of problem documents, besides those that every private route has.</summary>
    public IReadOnlyList<int> Problems { get; init; } = [];

    /// <summary>Query parameters of a route that is open; a private one tells its own.</summary>
    public IReadOnlyList<string> Query { get; init; } = [];
}

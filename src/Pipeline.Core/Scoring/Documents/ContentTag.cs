namespace Pipeline.Scoring.Documents;

/// <summary>A name for all pages whose address fits one of some patterns. A page may carry several tags.</summary>
public sealed record ContentTag
{
    /// <summary>The tag, unique in the document, for example <c>pricing</c>.</summary>
    public required string Tag { get; init; }

    /// <summary>
    /// Patterns for the path of the page, of which one must fit: <c>*</c> stands for any characters, also <c>/</c> and none; letter case
    /// and a trailing slash do not matter; host and query are not looked at. Example: <c>/pricing*</c>.
    /// </summary>
    public required IReadOnlyList<string> Urls { get; init; }
}

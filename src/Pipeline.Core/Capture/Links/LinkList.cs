namespace Pipeline.Capture.Links;

/// <summary>The settings document <c>links</c> as it stands in JSON; the schema is beside it in <c>links.schema.json</c>.</summary>
public sealed record LinkList
{
    /// <summary>Version of the document's shape. Currently 1.</summary>
    public required int Version { get; init; }

    /// <summary>The links.</summary>
    public required IReadOnlyList<NamedLink> Links { get; init; }
}

using Pipeline.Settings;

namespace Pipeline.Capture.Links;

/// <summary>The settings document <c>links</c> as it stands in JSON; read it with <see cref="Form"/>.</summary>
public sealed record LinkList
{
    /// <summary>
    /// How the document stands in JSON: <c>links.default.json</c>, <c>links.schema.json</c>. To which hosts a link may lead is no question
    /// of form; <c>LinkDocument</c> knows.
    /// </summary>
    public static RulesForm<LinkList> Form { get; } = new("links", LinkListJson.Default.LinkList, _ => []);

    /// <summary>Version of the document's shape. Currently 1.</summary>
    public required int Version { get; init; }

    /// <summary>The links.</summary>
    public required IReadOnlyList<NamedLink> Links { get; init; }
}

using System.Text.Json.Serialization;
using Pipeline.Records;

namespace Pipeline.Events;

/// <summary>
/// A page view of a browser that may not be recognised: which page and channel, of nobody. It is never part of a visit and never a lead's.
/// Persisted: add fields, never rename; every stored record carries <see cref="Version"/>.
/// </summary>
public sealed record AnonymousView
{
    /// <summary>Version of this record's shape. Currently 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Id of this one page view, so that it counts once however often it is delivered; tells nothing about the browser.</summary>
    public required string Id { get; init; }

    /// <summary>When it happened: UTC, millisecond precision.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>Page address without its query, which may hold ids.</summary>
    public required string Page { get; init; }

    /// <summary>Channel by the view's own referrer and campaign parameters, which are not kept.</summary>
    public required string Channel { get; init; }

    /// <summary>
    /// Key of the count: another page or channel under the same id is another count, so that no order of arrival matters.
    /// </summary>
    [JsonIgnore]
    public string Key => FactKey.Of($"{Id}\n{Channel}\n{Page}");
}

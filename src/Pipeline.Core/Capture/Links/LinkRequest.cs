using Pipeline.Capture.Privacy;

namespace Pipeline.Capture.Links;

/// <summary>A request for a tracked link.</summary>
public sealed record LinkRequest
{
    /// <summary>Name of the link, from the route; any text.</summary>
    public required string Link { get; init; }

    /// <summary>Lead id that the mail tool inserted (<c>cid</c>); any text, null when there is none.</summary>
    public string? Cid { get; init; }

    /// <summary>What the headers say about the visitor and the page.</summary>
    public BrowserSignals Signals { get; init; }
}

using Pipeline.Capture.Privacy;
using Pipeline.Problems;

namespace Pipeline.Capture.Intake;

/// <summary>A page view told by an image request.</summary>
public readonly record struct PixelRequest
{
    /// <summary>Address of the page (<c>url</c>); null when the query has none.</summary>
    public string? Url { get; init; }

    /// <summary>Address of the referring page (<c>ref</c>); null when the query has none.</summary>
    public string? Referrer { get; init; }

    /// <summary>Page title (<c>title</c>); null when the query has none.</summary>
    public string? Title { get; init; }

    /// <summary>Event id (<c>id</c>); null when the query has none.</summary>
    public string? Id { get; init; }

    /// <summary>The query string as received, kept if the input is rejected.</summary>
    public string? Query { get; init; }

    /// <summary>Why the page behind the request may not post; null when it may.</summary>
    public Problem? SiteProblem { get; init; }

    /// <summary>What the headers say about the visitor and the page.</summary>
    public BrowserSignals Signals { get; init; }
}

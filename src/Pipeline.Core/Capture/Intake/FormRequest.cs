using Pipeline.Capture.Privacy;
using Pipeline.Problems;

namespace Pipeline.Capture.Intake;

/// <summary>A filled form as it came in.</summary>
public sealed record FormRequest
{
    /// <summary>Name of the form, from the route.</summary>
    public required string Form { get; init; }

    /// <summary>Fields in their order, a name possibly more than once; files are left out.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Fields { get; init; } = [];

    /// <summary>Faults of the body as a whole, when it could not be read.</summary>
    public IReadOnlyList<Problem> BodyProblems { get; init; } = [];

    /// <summary>
    /// True when the body ended before all of it had arrived; <see cref="Fields"/> are then those of its beginning, the last one maybe cut.
    /// </summary>
    public bool IsBroken { get; init; }

    /// <summary>The body as far as it was read; kept only when it could not be read as fields.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The <c>Referer</c> header, which names the page when <c>_url</c> does not; null when there is none.</summary>
    public string? RefererHeader { get; init; }

    /// <summary>The <c>Cookie</c> header; null when there is none.</summary>
    public string? CookieHeader { get; init; }

    /// <summary>True when the browser sends <c>Sec-GPC: 1</c>: the form fill is stored without a visitor.</summary>
    public bool OptedOut { get; init; }

    /// <summary>Signs that a machine sends it (<c>BotDetector.Judge</c>); null for a person.</summary>
    public IReadOnlyList<string>? Automatic { get; init; }

    /// <summary>Host that the request was sent to, without port: the visitor may always be sent back to it.</summary>
    public string? Host { get; init; }

    /// <summary>True when the browser sends <c>DNT: 1</c>; counts only with <see cref="CaptureOptions.HonourDnt"/>.</summary>
    public bool DoNotTrack { get; init; }

    /// <summary>Why the page behind the request may not post; null when it may.</summary>
    public Problem? SiteProblem { get; init; }

    internal BrowserSignals Signals => new(CookieHeader, OptedOut, DoNotTrack);
}

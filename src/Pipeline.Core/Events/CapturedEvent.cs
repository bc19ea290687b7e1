namespace Pipeline.Events;

/// <summary>
/// One captured fact, as it travels in the <c>events</c> queue and as it is stored.
/// Persisted: add fields, never rename; every stored record carries <see cref="Version"/>.
/// </summary>
public sealed record CapturedEvent
{
    /// <summary>Version of this record's shape. Currently 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Event id: made by the client (retries repeat it) or by capture when absent. 1 to 128 characters.</summary>
    public required string Id { get; init; }

    /// <summary>Kind of fact.</summary>
    public required EventType Type { get; init; }

    /// <summary>Visitor (browser) that the event belongs to; null for events known by e-mail address alone.</summary>
    public string? VisitorId { get; init; }

    /// <summary>When it happened: UTC, millisecond precision, corrected for the client's clock.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>When capture received it: UTC, millisecond precision.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Normalised page address without campaign parameters, click ids, fragment or credentials.</summary>
    public string? Url { get; init; }

    /// <summary>Page title.</summary>
    public string? Title { get; init; }

    /// <summary>Normalised address of the referring page.</summary>
    public string? Referrer { get; init; }

    /// <summary>Campaign parameters and click id of the landing address; null when it had none.</summary>
    public CampaignParameters? Campaign { get; init; }

    /// <summary>Event id of the page view that an engagement, click or form belongs to.</summary>
    public string? PageId { get; init; }

    /// <summary>Visible seconds of the page so far; 0 or more.</summary>
    public double? Seconds { get; init; }

    /// <summary>Deepest scroll position of the page so far, per cent, 0 to 100.</summary>
    public int? Scroll { get; init; }

    /// <summary>Name of a custom event.</summary>
    public string? Name { get; init; }

    /// <summary>Properties of a custom event or click, in ordinal order of their names.</summary>
    public SortedDictionary<string, string>? Props { get; init; }

    /// <summary>Name of the form.</summary>
    public string? Form { get; init; }

    /// <summary>Form fields other than the e-mail address, in ordinal order of their names.</summary>
    public SortedDictionary<string, string>? Fields { get; init; }

    /// <summary>Normalised e-mail address of a form fill or identify, or of an event sent by a server.</summary>
    public string? Email { get; init; }

    /// <summary>Lead id of <see cref="Email"/>; null in the queue, filled in by identity before the event is stored.</summary>
    public string? LeadId { get; init; }

    /// <summary>True when a machine caused it (bot, link scanner, prefetch): kept, never scored.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingDefault)]
    public bool Automatic { get; init; }

    /// <summary>What capture changed or noticed, for example <c>time_in_future</c> or <c>time_too_old</c>; null when nothing.</summary>
    public IReadOnlyList<string>? Marks { get; init; }

    /// <summary>What the event may be used for; <see cref="CaptureMode.Measure"/> keeps it from every lead for good.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingDefault)]
    public CaptureMode Mode { get; init; }

    /// <summary>The visitor's decision as a form fill or identify carried it; null when it carried none.</summary>
    public ConsentState? Consent { get; init; }

    /// <summary>
    /// Event id of the form fill that this one corrects: the same form of the same visitor, filled again with a mistyped address put right.
    /// Null when it corrects none.
    /// </summary>
    public string? Corrects { get; init; }

    /// <summary>True when a server told it with the function key: it is no claim of whoever holds a browser.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingDefault)]
    public bool FromServer { get; init; }

    /// <summary>
    /// True for what a browser sent. What is older at its receipt than a browser's event can be came from a server, also where an earlier
    /// release did not note it.
    /// </summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsOfBrowser => !FromServer && ReceivedAt - OccurredAt <= EventTimes.MaxAge;

    /// <summary>True for a form fill or identify that came so late that it is dated at its receipt.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsLateClaim =>
        Type is EventType.Form or EventType.Identify && Marks?.Contains(EventTimes.DatedAtReceipt, StringComparer.Ordinal) == true;

    /// <summary>Place of the event in event order.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public EventOrder Order => new(OccurredAt, ReceivedAt, Id);

    /// <summary>The event with nothing that names its visitor, another event of it, or what it decided.</summary>
    public CapturedEvent WithoutVisitor() => this with { VisitorId = null, PageId = null, Consent = null, Corrects = null };
}

using Pipeline.Events;

namespace Pipeline.Testing.Worlds;

/// <summary>A made-up piece of the world: what happened, and everything that a client may have sent about it.</summary>
public sealed record World
{
    /// <summary>Number that it was made from.</summary>
    public required int Seed { get; init; }

    /// <summary>First moment at which something happens.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>Moment after everything was received.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>Every version of every event that was ever sent; retries repeat an id.</summary>
    public required IReadOnlyList<CapturedEvent> Sent { get; init; }

    /// <summary>Every version of every click of a tracked link that names a lead; some name one that never exists.</summary>
    public IReadOnlyList<CapturedEvent> Clicks { get; init; } = [];

    /// <summary>Uploads of CRM rows and offline touches, in the order in which they were received.</summary>
    public IReadOnlyList<WorldUpload> Uploads { get; init; } = [];

    /// <summary>Undos, aliases and their undos, in the order in which they were asked for.</summary>
    public IReadOnlyList<WorkMessage> Actions { get; init; } = [];

    /// <summary>Addresses that occur in aliases.</summary>
    public IReadOnlyList<string> AliasEmails { get; init; } = [];

    /// <summary>Changes of rules, in order of time.</summary>
    public IReadOnlyList<WorldRules> Rules { get; init; } = [];

    /// <summary>Of each event the version that must be kept, in event order.</summary>
    public IReadOnlyList<CapturedEvent> Kept => KeptOf(Sent);

    /// <summary>Of each event, and each click that names a lead, the version that must be kept, in event order.</summary>
    public IReadOnlyList<CapturedEvent> KeptWithClicks => KeptOf([.. Sent, .. Clicks]);

    private static IReadOnlyList<CapturedEvent> KeptOf(IReadOnlyList<CapturedEvent> sent) =>
    [
        .. sent.GroupBy(captured => captured.Id)
            .Select(versions => versions.Aggregate((kept, other) => FactVersion.Replaces(WithLead(other), WithLead(kept)) ? other : kept))
            .OrderBy(captured => captured.Order),
    ];

    /// <summary>Visitors.</summary>
    public IReadOnlySet<string> VisitorIds => Sent.Select(captured => captured.VisitorId).OfType<string>().ToHashSet();

    /// <summary>Leads that may exist.</summary>
    public IReadOnlySet<string> LeadIds => Sent.Select(captured => captured.Email)
        .OfType<string>()
        .Concat(Uploads.SelectMany(upload => upload.Emails))
        .Concat(AliasEmails)
        .Select(PipelineBed.LeadIds.Of)
            .Concat(Clicks.Select(click => click.LeadId!))
        .ToHashSet();

    private static CapturedEvent WithLead(CapturedEvent captured) =>
        captured.Email is { } email ? captured with { LeadId = PipelineBed.LeadIds.Of(email) } : captured;
}

using Pipeline.Capture;
using Pipeline.Crm;

namespace Pipeline.Leads;

/// <summary>What is stored under a lead itself.</summary>
/// <param name="LeadId">Lead.</param>
/// <param name="VisitorIds">Visitors that were linked to it at some time, in ordinal order.</param>
/// <param name="Events">Events known by e-mail address alone, in no particular order.</param>
public sealed record LeadFacts(string LeadId, IReadOnlyList<string> VisitorIds, IReadOnlyList<CapturedEvent> Events)
{
    /// <summary>CRM facts, in no particular order.</summary>
    public IReadOnlyList<CrmFact> Crm { get; init; } = [];

    /// <summary>Offline touches, in no particular order.</summary>
    public IReadOnlyList<OfflineTouch> Touches { get; init; } = [];
}

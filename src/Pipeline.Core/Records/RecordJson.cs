using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Capture;
using Pipeline.Capture.Privacy;
using Pipeline.Crm;
using Pipeline.Identity;
using Pipeline.Leads;
using Pipeline.Leads.Aliases;
using Pipeline.Leads.Handoffs;
using Pipeline.Reporting;
using Pipeline.Reporting.Inputs;
using Pipeline.Reporting.Rebuilds;
using Pipeline.Settings;

namespace Pipeline.Records;

/// <summary>
/// JSON of stored and queued records: camel case, nulls left out, characters escaped only where JSON asks for it.
/// The property order is fixed, so that equal records have equal bytes.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(LinkFact))]
[JsonSerializable(typeof(UndoFact))]
[JsonSerializable(typeof(ConsentFact))]
[JsonSerializable(typeof(SortedDictionary<string, long>))]
[JsonSerializable(typeof(VisitorState))]
[JsonSerializable(typeof(Visit[]))]
[JsonSerializable(typeof(LeadProfile))]
[JsonSerializable(typeof(LeadAliases))]
[JsonSerializable(typeof(Handoff))]
[JsonSerializable(typeof(HandoffMessage))]
[JsonSerializable(typeof(ScoreMessage))]
[JsonSerializable(typeof(RollupMessage))]
[JsonSerializable(typeof(RollupTotals))]
[JsonSerializable(typeof(DayJourney))]
[JsonSerializable(typeof(DayVisits))]
[JsonSerializable(typeof(Rebuild))]
[JsonSerializable(typeof(CostFact))]
[JsonSerializable(typeof(TargetFact))]
[JsonSerializable(typeof(RejectedEvent))]
[JsonSerializable(typeof(SettingsLog))]
[JsonSerializable(typeof(CrmFact))]
[JsonSerializable(typeof(OpportunityRecord))]
[JsonSerializable(typeof(OfflineTouch))]
[JsonSerializable(typeof(PendingRefresh))]
[JsonSerializable(typeof(RescoreJob))]
public sealed partial class RecordJson : JsonSerializerContext
{
    /// <summary>The one instance to use for stored and queued records.</summary>
    public static RecordJson Stored => StoredContext.Instance;

    // A class of its own, because static fields of a partial class have no defined order and Default must come first.
    private static class StoredContext
    {
        public static readonly RecordJson Instance =
            new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}

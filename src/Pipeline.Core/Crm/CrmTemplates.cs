using Pipeline.Tables;

namespace Pipeline.Crm;

/// <summary>
/// Files to begin with for uploads from the CRM and of offline touches: each is taken as it is. Amounts are in the deployment's currency.
/// </summary>
public static class CrmTemplates
{
    /// <summary>Rows for <c>POST /api/crm</c>: stages, a won deal, a lost one.</summary>
    public static ReportTable Crm { get; } = new(
        "crm",
        ["email", "stage", "date", "amount", "currency", "rate", "opportunity", "reason", "owner", "remove"],
        [
            ["anna@example.org", "SQL", new DateOnly(2026, 3, 2), null, null, null, null, null, "olga", null],
            ["anna@example.org", "Opportunity", new DateOnly(2026, 3, 9), 12000m, null, null, "DEAL-17", null, "olga", null],
            ["anna@example.org", "Closed Won", new DateOnly(2026, 3, 20), 11500.50m, null, null, "DEAL-17", null, "olga", null],
            ["ben@example.org", "Closed Lost", new DateOnly(2026, 3, 18), null, null, null, "DEAL-18", "too expensive", "olga", null],
        ]);

    /// <summary>Rows for <c>POST /api/touches</c>: a trade-fair list, a call.</summary>
    public static ReportTable Touches { get; } = new(
        "touches",
        ["email", "date", "name", "source", "medium", "campaign", "channel", "id", "remove"],
        [
            ["anna@example.org", new DateOnly(2026, 2, 12), "Trade fair Paris", "salon-paris", "event", "fair-2026", null, null, null],
            ["ben@example.org", "2026-02-13T10:30:00Z", "Call", "phone", "call", null, null, "CALL-42", null],
        ]);
}

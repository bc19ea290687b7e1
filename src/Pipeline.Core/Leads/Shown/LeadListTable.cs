using Pipeline.Attribution;
using Pipeline.Tables;

namespace Pipeline.Leads.Shown;

/// <summary>A list of leads as one flat table, for spreadsheets.</summary>
public static class LeadListTable
{
    /// <summary>Makes the table.</summary>
    /// <param name="leads">Leads, in the order of the rows.</param>
    public static ReportTable Of(IEnumerable<LeadSummary> leads) => new(
        "leads",
        [
            "lead", "email", "name", "company", "phone", "owner", "stage", "stage_since", "grade", "band", "score", "created_at",
            "last_activity_at",
            "first_channel", "first_source", "first_medium", "first_campaign", "latest_channel", "latest_source", "latest_medium",
            "latest_campaign",
        ],
        [
            .. leads.Select(lead => (IReadOnlyList<object?>)
            [
                lead.LeadId, lead.Email, ContactFields.NameOf(lead.Fields), ContactFields.CompanyOf(lead.Fields),
                ContactFields.PhoneOf(lead.Fields), lead.Owner, lead.Stage,
                lead.StageSince, lead.Grade.ToString(), lead.Band, lead.Score, lead.CreatedAt, lead.LastActivityAt,
                .. Cells(lead.FirstTouch), .. Cells(lead.LatestTouch),
            ]),
        ]);

    private static IEnumerable<object?> Cells(Touch? touch) =>
        [touch?.Source.Channel, touch?.Source.Source, touch?.Source.Medium, touch?.Source.Campaign];
}

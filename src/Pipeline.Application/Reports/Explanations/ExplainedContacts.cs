using Pipeline.Leads.Facts;
using Pipeline.Leads.Shown;
using Pipeline.Records;
using Pipeline.Tables;

namespace Pipeline.Reports.Explanations;

/// <summary>Puts e-mail address and company beside the leads behind a number: an id tells nobody whom to call.</summary>
/// <param name="leads">Where leads are stored.</param>
public sealed class ExplainedContacts(ILeadStore leads)
{
    private const int Parallelism = 16;

    /// <summary>Fills the rows of an explanation, one point read for each of its leads; any other report stays as it is.</summary>
    public async Task<IReport> FillAsync(IReport report, CancellationToken cancellationToken)
    {
        if (report is not ReportExplanation explanation)
        {
            return report;
        }

        var ids = explanation.Rows.Select(row => row.LeadId).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var profiles = await ParallelReads.SelectAsync(ids, Parallelism, leads.GetProfileAsync, cancellationToken);
        var known = profiles.Select(profile => profile.Value)
            .OfType<LeadProfile>()
            .ToDictionary(profile => profile.LeadId, StringComparer.Ordinal);
        return explanation with
        {
            Rows =
            [
                .. explanation.Rows.Select(row => row.LeadId is { } id && known.TryGetValue(id, out var lead)
                    ? row with { Email = lead.Email, Company = ContactFields.CompanyOf(lead.Fields) }
                    : row),
            ],
        };
    }
}

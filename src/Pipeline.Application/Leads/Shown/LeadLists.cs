using Pipeline.Events;
using Pipeline.Leads.Pages;
using Pipeline.Ruleset;

namespace Pipeline.Leads.Shown;

/// <summary>
/// Lists of leads: from the pages, in a few storage calls whatever the filter; as of a moment, or while the pages are not complete, from
/// the rank index, lead by lead. Either way a line has the fields of <see cref="ContactFields.Only"/>; others come with the lead itself.
/// </summary>
public sealed class LeadLists(
    LeadQueries queries, ListedLeads listed, CurrentRules currentRules, DisposableDomains disposable, TimeProvider timeProvider)
{
    /// <summary>Leads in score order, highest first, of those that a filter lets through.</summary>
    /// <param name="query">What to list.</param>
    /// <returns>
    /// A page. A lead that does not change while somebody reads page after page is on exactly one of them, because its place in the order
    /// does not change either.
    /// </returns>
    public async Task<LeadPage> ListAsync(LeadListQuery query, CancellationToken cancellationToken) =>
        Short(await AnswerAsync(query, query.Count, cancellationToken)
            ?? await queries.ListAsync(query, cancellationToken));

    /// <summary>
    /// All leads in score order that a filter lets through, however long that takes; where the page before ended, from there on.
    /// </summary>
    /// <param name="query">What to list; its count does not matter.</param>
    public async Task<LeadPage> ListAllAsync(LeadListQuery query, CancellationToken cancellationToken) =>
        Short(await AnswerAsync(query, int.MaxValue, cancellationToken)
            ?? await queries.ListAllAsync(query, cancellationToken));

    private static LeadPage Short(LeadPage page) => page with
    {
        Leads = [.. page.Leads.Select(lead => lead with { Fields = ContactFields.Only(lead.Fields) })],
    };

    private async Task<LeadPage?> AnswerAsync(LeadListQuery query, int count, CancellationToken cancellationToken)
    {
        if (query.At is not null)
        {
            return null;
        }

        if (await queries.FindAsync(query, cancellationToken) is { } known)
        {
            return known;
        }

        if (await listed.ListAsync(cancellationToken) is not { } leads)
        {
            return null;
        }

        var scoring = (await currentRules.GetAsync(cancellationToken)).Scoring;
        var now = timeProvider.GetUtcNow();
        var found = leads
            .Select(lead => (Lead: lead, Cursor: RankEntry.CursorOf(lead.RankKey, lead.LeadId)))
            .Where(item => query.Cursor is null || string.CompareOrdinal(item.Cursor, query.Cursor) > 0)
            .OrderBy(item => item.Cursor, StringComparer.Ordinal)
            .Select(item => (Line: LeadSummary.Of(item.Lead, scoring, now), item.Cursor))
            .Where(item => query.Filter.Matches(item.Line))
            .Take(count == int.MaxValue ? count : count + 1)
            .ToList();
        return new LeadPage
        {
            At = now,
            Leads = [.. found.Take(count).Select(item => item.Line with { Disposable = disposable.Contains(item.Line.Email) })],
            Next = found.Count > count ? found[count - 1].Cursor : null,
        };
    }
}

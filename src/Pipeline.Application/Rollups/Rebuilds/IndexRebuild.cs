using Pipeline.Crm;
using Pipeline.Days;
using Pipeline.Events;
using Pipeline.Identity;
using Pipeline.Leads.Facts;
using Pipeline.Leads.Pages;
using Pipeline.Leads.Shown;
using Pipeline.Records;
using Pipeline.Time;

namespace Pipeline.Rollups.Rebuilds;

/// <summary>
/// Makes every index row again, one page of visitors or leads a message: goes through all partitions, so that it needs no index itself,
/// makes visitor states anew from their events, and asks for the refresh of every lead from its facts. The last page sends the days. Safe
/// to repeat: adding a row twice changes nothing.
/// </summary>
public sealed class IndexRebuild(
    IRebuildStore store,
    StateRebuild states,
    IVisitorStore visitors,
    ILeadStore leads,
    IDayIndex dayIndex,
    IRankIndex ranks,
    LeadPageWriter pages,
    KnownChannels channels,
    IWorkQueue queue,
    ConflictRetry retry)
{
    /// <summary>Visitors or leads in one message.</summary>
    public const int Page = 200;

    private const int Parallelism = 8;

    /// <summary>Makes the rows of one page and asks for the next.</summary>
    /// <param name="message">Message with what to index and where to go on.</param>
    /// <param name="cancellationToken">Stops; the message is then delivered again.</param>
    public async Task ContinueAsync(RollupMessage message, CancellationToken cancellationToken)
    {
        if (message.Indexing == RollupMessage.Pages)
        {
            await FillAsync(message, cancellationToken);
            return;
        }

        var isVisitors = message.Indexing == RollupMessage.Visitors;
        var after = message.After ?? string.Empty;
        var ids = isVisitors
            ? await store.ListVisitorsAsync(after, Page, cancellationToken)
            : await store.ListLeadsAsync(after, Page, cancellationToken);
        if (isVisitors)
        {
            await states.RebuildAsync(ids, cancellationToken);
        }

        await ParallelReads.SelectAsync(
            ids,
            Parallelism,
            async (id, token) =>
            {
                await (isVisitors ? IndexVisitorAsync(id, token) : IndexLeadAsync(id, token));
                return true;
            },
            cancellationToken);
        if (!isVisitors)
        {
            await RefreshRequests.SendAsync(queue, ids.Where(LeadIds.IsValid), cancellationToken);
        }

        var isLast = ids.Count < Page;
        if (!isLast || isVisitors)
        {
            var next = isLast ? RollupMessage.WriteIndexing(message.Day, RollupMessage.Leads, string.Empty)
                : RollupMessage.WriteIndexing(message.Day, message.Indexing!, ids[^1]);
            await queue.SendAsync(QueueNames.Rollups, next, cancellationToken);
        }

        if (isLast && !isVisitors)
        {
            await pages.FinishAsync(cancellationToken);
        }

        await NoteAsync(ids.Count, isLast && !isVisitors, cancellationToken);
    }

    private async Task FillAsync(RollupMessage message, CancellationToken cancellationToken)
    {
        var ids = await store.ListLeadsAsync(message.After ?? string.Empty, Page, cancellationToken);
        await ParallelReads.SelectAsync(
            ids,
            Parallelism,
            async (id, token) => (await leads.GetProfileAsync(id, token)).Value is { } profile
                && await pages.PutAsync(LeadEntry.Of(profile), token) is not null,
            cancellationToken);
        if (ids.Count == Page)
        {
            await queue.SendAsync(
                QueueNames.Rollups, RollupMessage.WriteIndexing(message.Day, RollupMessage.Pages, ids[^1]), cancellationToken);
        }
        else
        {
            await pages.FinishAsync(cancellationToken);
        }
    }

    private async Task IndexVisitorAsync(string visitorId, CancellationToken cancellationToken)
    {
        if ((await visitors.GetStateAsync(visitorId, cancellationToken)).Value is not { } state)
        {
            return;
        }

        foreach (var day in state.Days)
        {
            await dayIndex.AddAsync(DayEntryKind.Visit, LocalTime.Parse(day), visitorId, cancellationToken);
        }

        foreach (var leadId in state.Links.Select(link => link.LeadId).Distinct(StringComparer.Ordinal))
        {
            await leads.AddVisitorAsync(leadId, visitorId, cancellationToken);
        }
    }

    private async Task IndexLeadAsync(string leadId, CancellationToken cancellationToken)
    {
        if ((await leads.GetProfileAsync(leadId, cancellationToken)).Value is not { } profile)
        {
            return;
        }

        await ranks.AddAsync(profile.RankKey, leadId, cancellationToken);
        await pages.PutAsync(LeadEntry.Of(profile), cancellationToken);
        await channels.AddAsync(profile.Insight.Contacts.Select(contact => contact.Channel), cancellationToken);
        foreach (var day in profile.ConversionDays)
        {
            await dayIndex.AddAsync(DayEntryKind.Conversion, LocalTime.Parse(day), leadId, cancellationToken);
        }

        if (profile.DueDay is { } due)
        {
            await dayIndex.AddAsync(DayEntryKind.Due, LocalTime.Parse(due), leadId, cancellationToken);
        }
    }

    private async Task NoteAsync(int indexed, bool isDone, CancellationToken cancellationToken)
    {
        var rebuild = await retry.RunAsync(
            async token =>
            {
                var stored = await store.GetAsync(token);
                var noted = stored.Value is { } latest
                    ? latest with { Indexed = latest.Indexed + indexed, IndexesDone = latest.IndexesDone || isDone }
                    : null;
                if (noted is not null)
                {
                    await store.SaveAsync(noted, stored.ETag, token);
                }

                return noted;
            },
            cancellationToken);
        if (isDone && rebuild is not null)
        {
            await RebuildHandler.SendDaysAsync(queue, rebuild, cancellationToken);
        }
    }
}

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Leads.Facts;
using Pipeline.Leads.Shown;
using Pipeline.Records;
using Pipeline.Settings;

namespace Pipeline.Scoring.Refresh;

/// <summary>
/// Computes every lead anew after an activation: page by page of the rank index, each run short, the next one asked for by a message.
/// Safe to repeat: a refresh is a pure function, a step that was done only repeats what follows it, and what stopped is taken up at night.
/// </summary>
public sealed class LeadRescore(
    IRescoreStore jobs,
    ISettingsStore settings,
    IEnumerable<ISettingsDocument> documents,
    IRankIndex ranks,
    IWorkQueue queue,
    IOptions<RulesOptions> options,
    TimeProvider timeProvider,
    ILogger<LeadRescore> logger) : IRulesEffect
{
    /// <summary>Leads computed between two looks at the clock.</summary>
    public const int PageSize = 100;

    /// <summary>Time after which a step ends and the next one goes on: 20 seconds, less than a message's lease.</summary>
    public static readonly TimeSpan MaxRun = TimeSpan.FromSeconds(20);

    /// <summary>Time without a step after which the night takes a job up again: 15 minutes.</summary>
    public static readonly TimeSpan Stopped = TimeSpan.FromMinutes(15);

    private const int CountPage = 1000;

    /// <summary>How far the job of the last activation is, also before its first step; null before the first activation.</summary>
    public async Task<RescoreJob?> ProgressAsync(CancellationToken cancellationToken)
    {
        var job = (await jobs.GetAsync(cancellationToken)).Value;
        if (await NewestAsync(cancellationToken) is not { } newest || newest.From <= job?.From)
        {
            return job;
        }

        return new RescoreJob
        {
            Version = 1,
            Job = newest.Job,
            From = newest.From,
            StartedAt = newest.From,
            UpdatedAt = newest.From,
            Leads = 0,
            Done = 0,
            NextStep = 0,
        };
    }

    /// <inheritdoc/>
    public async Task RequestAsync(string name, SettingsLog log, CancellationToken cancellationToken)
    {
        if (log.Activations.Count > 0)
        {
            await SendAsync(new RescoreStep(IdOf(name, log), log.Activations[^1].From, 0), cancellationToken);
        }
    }

    /// <summary>Takes up a job that stopped, or one that never began because its message was lost.</summary>
    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        var before = timeProvider.GetUtcNow() - Stopped;
        var job = (await jobs.GetAsync(cancellationToken)).Value;
        var stopped = job is { FinishedAt: null } && job.UpdatedAt < before ? new RescoreStep(job.Job, job.From, job.NextStep) : null;
        var newest = await NewestAsync(cancellationToken) is { } lost && lost.From < before && !(lost.From <= job?.From) ? lost : stopped;
        if (newest is not null)
        {
            logger.LogWarning("Computing every lead anew for {Job} is taken up at step {Step}.", newest.Job, newest.Number);
            await SendAsync(newest, cancellationToken);
        }
    }

    /// <summary>Does one step.</summary>
    /// <param name="refresh">Computes leads anew; puts those that fail on the queue.</param>
    /// <exception cref="StorageConflictException">The same step is done elsewhere at the same time; the message is delivered
    /// again.</exception>
    public async Task HandleAsync(
        RescoreStep step, Func<IReadOnlyList<string>, CancellationToken, Task> refresh, CancellationToken cancellationToken)
    {
        if (timeProvider.GetUtcNow() < step.From)
        {
            await SendAsync(step, cancellationToken);
            return;
        }

        var stored = await jobs.GetAsync(cancellationToken);
        var job = stored.Value is { } known && (known.Job == step.Job || known.From >= step.From)
            ? known
            : await BeginAsync(step, cancellationToken);
        if (job.Job != step.Job || job.FinishedAt is not null || step.Number < job.NextStep - 1)
        {
            return;
        }

        if (step.Number >= job.NextStep)
        {
            job = await RunAsync(job, refresh, cancellationToken);
            await jobs.SaveAsync(job, stored.ETag, cancellationToken);
        }

        if (job.FinishedAt is null)
        {
            await SendAsync(new RescoreStep(job.Job, job.From, job.NextStep), cancellationToken);
        }
        else
        {
            logger.LogInformation("Every lead was computed anew for {Job}.", job.Job);
        }
    }

    private async Task<RescoreStep?> NewestAsync(CancellationToken cancellationToken)
    {
        RescoreStep? newest = null;
        foreach (var document in documents.Where(document => document.Effect == SettingsEffect.EveryLead))
        {
            if ((await settings.GetLogAsync(document.Name, cancellationToken)).Value is { Activations.Count: > 0 } log
                && !(log.Activations[^1].From <= newest?.From))
            {
                newest = new RescoreStep(IdOf(document.Name, log), log.Activations[^1].From, 0);
            }
        }

        return newest;
    }

    private static string IdOf(string name, SettingsLog log) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name}|{log.Activations.Count}");

    private async Task<RescoreJob> BeginAsync(RescoreStep step, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        var leads = 0;
        string? cursor = null;
        do
        {
            var entries = await ranks.ListAsync(cursor, CountPage, cancellationToken);
            leads += entries.Count;
            cursor = entries.Count == CountPage ? entries[^1].Cursor : null;
        }
        while (cursor is not null);

        return new RescoreJob
        {
            Version = 1,
            Job = step.Job,
            From = step.From,
            StartedAt = now,
            UpdatedAt = now,
            Leads = leads,
            Done = 0,
            NextStep = 0,
        };
    }

    private async Task<RescoreJob> RunAsync(
        RescoreJob job, Func<IReadOnlyList<string>, CancellationToken, Task> refresh, CancellationToken cancellationToken)
    {
        var began = timeProvider.GetTimestamp();
        var isLast = false;
        while (!isLast && timeProvider.GetElapsedTime(began) < MaxRun)
        {
            // A refresh moves a lead within the index. One that it moves down is met again, which changes nothing; one that somebody
            // else's refresh moved up, out of sight, was computed by the new rules there.
            var entries = await ranks.ListAsync(job.Cursor, PageSize, cancellationToken);
            await refresh([.. entries.Select(entry => entry.LeadId).Distinct()], cancellationToken);
            isLast = entries.Count < PageSize;
            job = job with
            {
                Done = Math.Min(job.Leads, job.Done + entries.Count(entry => entry.WrittenAt < job.StartedAt)),
                Cursor = isLast ? null : entries[^1].Cursor,
            };
        }

        var now = timeProvider.GetUtcNow();
        return job with
        {
            NextStep = job.NextStep + 1,
            UpdatedAt = now,
            FinishedAt = isLast ? now : null,
            Done = isLast ? job.Leads : job.Done,
        };
    }

    // A little later than the moment itself, so that what was computed before it has been written.
    private Task SendAsync(RescoreStep step, CancellationToken cancellationToken)
    {
        var wait = step.Number > 0 ? TimeSpan.Zero : step.From + (options.Value.RulesDelay / 4) - timeProvider.GetUtcNow();
        return queue.SendAsync(QueueNames.Scores, ScoreMessage.Write(step), wait > TimeSpan.Zero ? wait : TimeSpan.Zero, cancellationToken);
    }
}

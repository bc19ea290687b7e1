using Pipeline.Days;
using Pipeline.Problems;
using Pipeline.Records;
using Pipeline.Time;

namespace Pipeline.Rollups.Rebuilds;

/// <summary>
/// Rolls up any range of days again, at wish after making every index anew. Safe to repeat: days are marked before anything is sent, so
/// what is lost on the way is done by the next night.
/// </summary>
public sealed class RebuildHandler(
    IRebuildStore store,
    IRollupStore rollups,
    IRollupDays rollupDays,
    IWorkQueue queue,
    LocalTime localTime,
    ConflictRetry retry,
    TimeProvider timeProvider)
{
    /// <summary>Begins a rebuild; a newer one takes the place of the one before in what progress tells.</summary>
    /// <param name="from">First local day.</param>
    /// <param name="until">Last local day; days to come are left out.</param>
    /// <param name="deep">Whether every index is made again first.</param>
    public async Task<RebuildProgress> StartAsync(DateOnly from, DateOnly until, bool deep, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        var today = localTime.DayOf(now);
        var to = until < today ? until : today;
        var rebuild = new Rebuild { Version = 1, From = from, To = to, StartedAt = now, Deep = deep, IndexesDone = !deep };
        await rollupDays.MarkDirtyAsync(DaysOf(rebuild), now, cancellationToken);
        await retry.RunAsync(
            async token =>
            {
                await store.SaveAsync(rebuild, (await store.GetAsync(token)).ETag, token);
                return true;
            },
            cancellationToken);
        if (deep)
        {
            await queue.SendAsync(
                QueueNames.Rollups, RollupMessage.WriteIndexing(rebuild.From, RollupMessage.Visitors, string.Empty), cancellationToken);
        }
        else
        {
            await SendDaysAsync(queue, rebuild, cancellationToken);
        }

        return await ProgressAsync(rebuild, cancellationToken);
    }

    /// <summary>Tells how far the latest rebuild is; null when there was none.</summary>
    public async Task<RebuildProgress?> ProgressAsync(CancellationToken cancellationToken) =>
        (await store.GetAsync(cancellationToken)).Value is { } rebuild ? await ProgressAsync(rebuild, cancellationToken) : null;

    /// <summary>Reads the parameter <c>deep</c>.</summary>
    /// <param name="text"><c>1</c> or <c>true</c>; null, empty, <c>0</c> or <c>false</c> mean no.</param>
    /// <param name="problems">Receives the problem.</param>
    public static bool ReadDeep(string? text, ICollection<Problem> problems)
    {
        var isDeep = text?.ToLowerInvariant() is "1" or "true";
        if (!isDeep && text?.ToLowerInvariant() is not (null or "" or "0" or "false"))
        {
            problems.Add(new Problem(Problem.Invalid, "deep", $"'{text}' is unknown. Use 1 to make every index again, or leave it out."));
        }

        return isDeep;
    }

    internal static async Task SendDaysAsync(IWorkQueue queue, Rebuild rebuild, CancellationToken cancellationToken)
    {
        foreach (var day in DaysOf(rebuild))
        {
            await queue.SendAsync(QueueNames.Rollups, RollupMessage.Write(day), cancellationToken);
        }
    }

    private static List<DateOnly> DaysOf(Rebuild rebuild) =>
        [.. Enumerable.Range(0, Math.Max(0, rebuild.To.DayNumber - rebuild.From.DayNumber + 1)).Select(rebuild.From.AddDays)];

    private async Task<RebuildProgress> ProgressAsync(Rebuild rebuild, CancellationToken cancellationToken)
    {
        var days = DaysOf(rebuild);
        var stored = days.Count == 0 ? [] : await rollups.ListAsync(rebuild.From, rebuild.To, cancellationToken);
        var done = rebuild.IndexesDone ? stored.Count(day => day.At >= rebuild.StartedAt) : 0;
        return new RebuildProgress(
            rebuild.From, rebuild.To, rebuild.StartedAt, rebuild.Deep, rebuild.Indexed, rebuild.IndexesDone, days.Count, done,
            rebuild.IndexesDone && done == days.Count);
    }
}

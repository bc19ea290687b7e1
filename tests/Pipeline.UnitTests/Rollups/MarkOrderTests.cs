using Pipeline.Leads.Facts;
using Pipeline.Records;
using Pipeline.Reports;
using Pipeline.Reports.Channels;
using Pipeline.Rollups;
using Pipeline.Scoring.Documents;
using Pipeline.Settings;
using Pipeline.Storage.Shared;
using Pipeline.Testing;
using Pipeline.Time;
using static Pipeline.UnitTests.Identity.Facts;

namespace Pipeline.UnitTests.Rollups;

/// <summary>
/// Form fills of a day gone by, sent while every lead is computed anew and the day is rolled up again and again, by several workers that
/// die: the day is marked before any profile counts on it, and in the end has all of them.
/// </summary>
public sealed class MarkOrderTests
{
    private const int Worlds = 60;
    private const int Workers = 3;
    private const double DaysAgo = -4 * 24 * 60;
    private static readonly DateOnly Day = DateOnly.FromDateTime(At(DaysAgo).UtcDateTime);
    private static readonly string More = (ScoringRules.Default with
    {
        Rules = [.. ScoringRules.Default.Rules.Select(rule => rule with { Points = rule.Points + 1 })],
    }).ToJson();

    [Fact]
    public async Task Days_AreMarkedBeforeTheProfilesThatCountOnThem_WhateverDiesAndRunsBeside()
    {
        var crashes = 0;
        var checks = 0;
        var rescored = 0;
        await Parallel.ForAsync(0, Worlds, async (seed, _) =>
        {
            using var bed = PipelineBed.InMemory();
            var random = new Random(seed);
            await bed.CaptureAsync([.. Enumerable.Range(0, 5).Select(n => Form($"old{n}", -20, $"old{n}", $"v{n}"))]);
            await bed
                .Get<SettingsHandler>()
                .PutAsync(new SettingsEdit("scoring", null, new ActionNote(null, null)), More, activate: true, default);
            bed.Clock.Advance(new RulesOptions().RulesDelay * 1.25);
            var fills = random.Next(2, 7);
            foreach (var n in Enumerable.Range(0, fills))
            {
                bed.Queue.Put(PipelineBed.Message(Form($"f{n}", DaysAgo + n, $"p{n}", $"w{random.Next(4)}").Queued()));
            }

            bed.Calls.Before = async _ => await Task.Yield();
            bed.Calls.After = call =>
            {
                if (call.Target == TableNames.Leads && call.Kind == StorageCallKind.Write)
                {
                    Interlocked.Increment(ref checks);
                    Assert.True(
                        IsMarked(bed) || !IsCounted(bed),
                        $"World {seed}: a profile counts on {LocalTime.Text(Day)}, which nothing will roll up.");
                }

                return Task.CompletedTask;
            };
            bed.Calls.CrashAt(random.Next(1, 160), afterEffect: random.Next(2) == 0);
            await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => WorkAsync(bed, new Random((seed * Workers) + worker))));
            Interlocked.Add(ref crashes, bed.Calls.HasBroken ? 1 : 0);
            bed.Calls.Disarm();
            await bed.DrainAsync();
            bed.Calls.After = null;
            var profile = (await bed.Get<ILeadStore>().GetProfileAsync(Lead("old0"), default)).Value!;
            Interlocked.Add(ref rescored, profile.ScoringVersion > 0 ? 1 : 0);

            bed.Clock.Advance(DirtyDayAge);
            await bed.NightAsync();

            Assert.Equal((seed, (decimal)fills), (seed, await LeadsAsync(bed)));
            Assert.False(IsMarked(bed));
        });

        Assert.InRange(crashes, Worlds / 3, Worlds);
        Assert.InRange(checks, Worlds * 5, int.MaxValue);
        Assert.Equal(Worlds, rescored);
    }

    private static TimeSpan DirtyDayAge => Pipeline.Days.DirtyDay.Settled;

    // Takes messages in any order until none is left; in between the day is rolled up, as by the timer.
    private static async Task WorkAsync(PipelineBed bed, Random random)
    {
        await Task.Yield();
        while (bed.Queue.Take(random) is { } message)
        {
            await SurviveAsync(bed, message);
            if (random.Next(3) == 0)
            {
                await SurviveAsync(bed, new WorkMessage(QueueNames.Rollups, RollupMessage.Write(Day)));
            }
        }
    }

    // All workers of a process die at once; each then gives its message back, and one of them has started the process again already.
    private static async Task SurviveAsync(PipelineBed bed, WorkMessage message)
    {
        try
        {
            await bed.HandleAsync(message);
        }
        catch (CrashException)
        {
            bed.Calls.Revive();
            bed.Queue.Put(message);
        }
    }

    private static bool IsMarked(PipelineBed bed) =>
        bed.Memory!
            .Rows(TableNames.Rollups)
            .Any(row => row.PartitionKey == "dirty" && row.RowKey.EndsWith(LocalTime.Text(Day), StringComparison.Ordinal));

    private static bool IsCounted(PipelineBed bed) => bed.Memory!.Rows(TableNames.Leads)
        .Where(row => row.RowKey.StartsWith("profile|", StringComparison.Ordinal))
        .Any(row => row.GetString("Body").Contains($"\"day\":\"{LocalTime.Text(Day)}\"", StringComparison.Ordinal));

    private static async Task<decimal> LeadsAsync(PipelineBed bed)
    {
        var query = ReportQuery.Read(
            name => name is "from" or "to" ? LocalTime.Text(Day) : null, bed.Clock.GetUtcNow(), bed.Get<LocalTime>(), []);
        return (await bed.Get<ChannelsKind>().BuildAsync(query, default)).Total.Leads!.Value;
    }
}

using Pipeline.Leads.Facts;
using Pipeline.Leads.Pages;
using Pipeline.Records;
using Pipeline.Scoring.Refresh;
using Pipeline.Storage.Shared;
using Pipeline.Testing;
using static Pipeline.UnitTests.Identity.Facts;

namespace Pipeline.UnitTests.Leads.Pages;

public sealed class LeadPageWriterTests : IDisposable
{
    private readonly PipelineBed _bed = PipelineBed.InMemory();

    private LeadPageWriter Writer => _bed.Get<LeadPageWriter>();

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task Put_AnyOrder_KeepsTheGreatestGeneration()
    {
        _bed.Calls.Reset();
        var (first, second) = (Entry("ann", 1), Entry("ann", 2));

        Assert.Same(second, await Writer.PutAsync(second, default));
        Assert.Equal(2, (await Writer.PutAsync(first, default)).Generation);
        Assert.Equal(2, (await Writer.PutAsync(Entry("ann", 2), default)).Generation);

        Assert.Equal("LeadPages Query 1, LeadPages Write 1", _bed.Calls.Summary);
        Assert.Equal([(Lead("ann"), 2)], await HeldAsync());
    }

    [Fact]
    public async Task Put_WhileAnotherIsUnderWay_GoesWithTheNext()
    {
        var names = SameShard(LeadPageWriter.MaxEntries + 2);
        var (under, free) = (new TaskCompletionSource(), new TaskCompletionSource());
        _bed.Calls.Before = async call =>
        {
            if (call.Kind == StorageCallKind.Write && under.TrySetResult())
            {
                await free.Task;
            }
        };
        var first = Writer.PutAsync(Entry(names[0], 1), default);
        await under.Task;
        var others = names.Skip(1).Select(name => Writer.PutAsync(Entry(name, 1), default)).ToList();

        free.SetResult();
        await Task.WhenAll([first, .. others]);

        Assert.Equal("LeadPages Query 1, LeadPages Write 3", _bed.Calls.Summary);
        Assert.Equal(names.Count, (await HeldAsync()).Count);
    }

    [Fact]
    public async Task Put_FromTwoProcesses_LosesNothingAndSplitsPages()
    {
        var other = new LeadPageWriter(_bed.Get<ILeadPageStore>(), _bed.Get<ConflictRetry>(), _bed.Clock);
        var random = new Random(3);
        var entries = Enumerable.Range(0, 400).SelectMany(i => new[] { Entry($"p{i}", 1, 1_000), Entry($"p{i}", 2, 1_000) }).ToArray();
        random.Shuffle(entries);

        await Parallel.ForEachAsync(
            entries,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (entry, token) => await (Random.Shared.Next(2) == 0 ? Writer : other).PutAsync(entry, token));

        Assert.Equal(Enumerable.Range(0, 400).Select(i => (Lead($"p{i}"), 2L)).Order(), (await HeldAsync()).Order());
        var rows = _bed.Memory!.Rows(TableNames.LeadPages);
        Assert.InRange(rows.Count, 17, 400);
        Assert.All(rows, row => Assert.InRange(row.GetString("Body").Length, 1, PageText.MaxLength));
        await AssertListAsync(400);
    }

    [Fact]
    public async Task Put_ThatFails_FailsForThoseWhoWaitAndTheNextReadsAnew()
    {
        await Writer.PutAsync(Entry("ann", 1), default);
        _bed.Calls.FailAt(1, afterEffect: true);

        await Assert.ThrowsAsync<FaultException>(() => Writer.PutAsync(Entry("ann", 2), default));
        Assert.Equal(3, (await Writer.PutAsync(Entry("ann", 3), default)).Generation);

        Assert.Equal([(Lead("ann"), 3)], await HeldAsync());
    }

    [Fact]
    public async Task Finish_Tombstones_GoWhenTheyAreOldEnough()
    {
        await Writer.PutAsync(Entry("ann", 1), default);
        await Writer.PutAsync(LeadEntry.Tombstone(Lead("ann"), 1, _bed.Clock.GetUtcNow()), default);
        _bed.Clock.Advance(LeadEntry.Settled);
        await Writer.FinishAsync(default);
        Assert.Equal([(Lead("ann"), 2)], await HeldAsync());
        await AssertListAsync(0);

        _bed.Clock.Advance(TimeSpan.FromSeconds(1));
        await Writer.FinishAsync(default);

        Assert.Empty(await HeldAsync());
    }

    [Fact]
    public async Task Profile_SavedRemovedAndBack_CrashAtAnyCall_EndsOnThePageAsItIsStored()
    {
        for (var step = 0; step < 3; step++)
        {
            for (var crash = 1; crash <= 8; crash++)
            {
                foreach (var afterEffect in new[] { false, true })
                {
                    using var bed = PipelineBed.InMemory();
                    for (var done = 0; done <= step; done++)
                    {
                        if (done == step)
                        {
                            bed.Calls.CrashAt(crash, afterEffect);
                        }

                        var profile = done == 1 ? null : Sample.Profile(Lead("ann"), Email("ann"), At(done));
                        try
                        {
                            await RunAsync(bed, profile);
                        }
                        catch (CrashException)
                        {
                            // A new process has a new writer; the message is delivered again.
                            bed.Calls.Revive();
                            await RunAsync(bed, profile, isNew: true);
                        }

                        bed.Calls.Disarm();
                    }

                    var stored = (await bed.Get<ILeadStore>().GetProfileAsync(Lead("ann"), default)).Value;
                    var held = (await bed.Get<ILeadPageStore>().ListAsync(default)).SelectMany(page => PageText.Read(page.Text)).Single();
                    Assert.Equal(stored is null, held.Lead is null);
                    Assert.Equal(stored?.Generation ?? held.Generation, held.Generation);
                    Assert.Equal(step == 1, stored is null);
                }
            }
        }
    }

    [Fact]
    public async Task Profile_OfAReleaseThatKnewNoPages_GoesBeyondTheEntry()
    {
        await Writer.PutAsync(Entry("ann", 57), default);

        await _bed.CaptureAsync(Form("f", 0, "ann").Queued());

        var profile = (await _bed.Get<ILeadStore>().GetProfileAsync(Lead("ann"), default)).Value!;
        Assert.Equal(58, profile.Generation);
        Assert.Equal([(Lead("ann"), 58)], await HeldAsync());
    }

    private static async Task RunAsync(PipelineBed bed, LeadProfile? profile, bool isNew = false)
    {
        var pages = isNew ? new LeadPageWriter(bed.Get<ILeadPageStore>(), bed.Get<ConflictRetry>(), bed.Clock) : bed.Get<LeadPageWriter>();
        var writer = new ProfileWriter(bed.Get<ILeadStore>(), pages, bed.Clock);
        await bed.Get<ConflictRetry>().RunAsync(
            async token =>
            {
                var stored = await writer.ReadAsync(Lead("ann"), token);
                await writer.ListAsync(Lead("ann"), await writer.WriteAsync(Lead("ann"), stored, profile, [], token), token);
                return true;
            },
            default);
    }

    private async Task AssertListAsync(int count)
    {
        await _bed.Get<ILeadPageStore>().MarkCompleteAsync(default);
        Assert.Equal(count, (await _bed.Get<ListedLeads>().ListAsync(default))!.Count);
    }

    private async Task<IReadOnlyList<(string, long)>> HeldAsync() =>
    [
        .. (await _bed.Get<ILeadPageStore>().ListAsync(default)).SelectMany(page => PageText.Read(page.Text))
            .Select(entry => (entry.LeadId, entry.Generation)),
    ];

    private static List<string> SameShard(int count) =>
        [.. Enumerable.Range(0, int.MaxValue).Select(i => $"p{i}").Where(name => PagePlace.Of(Lead(name)).Shard == 5).Take(count)];

    private static LeadEntry Entry(string name, long generation, int noise = 0)
    {
        var random = new Random(name.Sum(letter => letter));
        return LeadEntry.Of(Sample.Profile(Lead(name), Email(name), At(0)) with
        {
            Generation = generation,
            Owner = new string([.. Enumerable.Range(0, noise).Select(_ => (char)('0' + random.Next(64)))]),
        });
    }
}

using Pipeline.Scoring.Refresh;
using Pipeline.Testing;
using Pipeline.Time;

namespace Pipeline.StorageTests.Scoring.Refresh;

[Collection("azurite")]
public sealed class MonthEndTableTests(AzuriteFixture azurite)
{
    private static readonly Month March = new(2026, 3);

    [Fact]
    public async Task Replace_OtherScores_WritesWhatDiffersAndRemovesWhatIsGone()
    {
        using var bed = await PipelineBed.OnAccountAsync(azurite.ConnectionString, azurite.NewTableName("M"));
        var store = bed.Get<IMonthEndStore>();
        var scores = Enumerable.Range(0, 250).ToDictionary(i => $"l_{i:D3}", i => i / 3.0);
        await store.ReplaceAsync(March, scores, default);
        await store.ReplaceAsync(March.Plus(1), new Dictionary<string, double> { ["l_000"] = 7 }, default);
        Assert.Equal(scores, (await store.ListAsync(March, default)).OrderBy(item => item.Key, StringComparer.Ordinal));

        scores.Remove("l_001");
        scores["l_002"] = 99.5;
        scores["l_900"] = double.Epsilon;
        bed.Calls.Reset();
        await store.ReplaceAsync(March, scores, default);

        // The month is read once, and what differs fits one transaction.
        Assert.Equal(2, bed.Calls.Total);
        Assert.Equal(scores.OrderBy(item => item.Key, StringComparer.Ordinal), await SortedAsync(store, March));
        Assert.Equal(7, Assert.Single(await store.ListAsync(March.Plus(1), default)).Value);
        bed.Calls.Reset();
        await store.ReplaceAsync(March, scores, default);
        Assert.Equal(1, bed.Calls.Total);
        bed.Calls.Reset();
        var both = await store.ListAsync(March.Plus(-1), March.Plus(1), default);
        Assert.Equal(1, bed.Calls.Total);
        Assert.Equal((scores.Count + 1, 99.5, 7), (both.Count, both[(March, "l_002")], both[(March.Plus(1), "l_000")]));
        Assert.Equal(scores.Count, (await store.ListAsync(March, March, default)).Count);

        await store.ReplaceAsync(March, new Dictionary<string, double>(), default);
        Assert.Empty(await store.ListAsync(March, default));
    }

    private static async Task<IEnumerable<KeyValuePair<string, double>>> SortedAsync(IMonthEndStore store, Month month) =>
        (await store.ListAsync(month, default)).OrderBy(item => item.Key, StringComparer.Ordinal);
}

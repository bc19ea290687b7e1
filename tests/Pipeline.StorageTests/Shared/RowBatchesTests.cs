using System.Text.Json;
using Azure.Data.Tables;
using Pipeline.Storage.Shared;
using Pipeline.Testing;

namespace Pipeline.StorageTests.Shared;

/// <summary>
/// Transactions are cut by what they take on the wire, where the client sends every character beyond plain ASCII as six bytes.
/// </summary>
public sealed class RowBatchesTests
{
    private const string Account = "DefaultEndpointsProtocol=https;AccountName=accountofthelongestlength;AccountKey=c2VjcmV0";

    [Theory]
    [InlineData("x", 1)]
    [InlineData("Ж", 6)]
    [InlineData("\"", 6)]
    [InlineData("😀", 6)]
    public async Task Of_TextOfOneKind_FillsTransactionsUpToTheLimit(string text, int bytesPerCharacter)
    {
        const int Characters = 32_000;
        var body = string.Concat(Enumerable.Repeat(text, Characters / text.Length));
        var rows = Enumerable.Range(0, 300 / bytesPerCharacter).Select(number => RowWrite.Upsert(Row(number, body)));

        var batches = RowBatches.Of(rows);
        var lengths = await SendAsync(batches);

        Assert.True(batches.Count > 2);
        Assert.All(lengths, length => Assert.InRange(length, 1, RowBatches.MaxBytes));
        var row = (Characters * bytesPerCharacter) + 200_000;
        Assert.All(lengths.SkipLast(1), length => Assert.InRange(length + row, RowBatches.MaxBytes, int.MaxValue));
    }

    [Theory]
    [InlineData(98, 1)]
    [InlineData(99, 1)]
    [InlineData(100, 2)]
    [InlineData(199, 3)]
    public void Of_SmallRows_TakesAtMost99(int rows, int batches)
    {
        RowWrite[] writes = [.. Enumerable.Range(0, rows).Select(number => RowWrite.Upsert(Row(number, "x")))];

        var cut = RowBatches.Of(writes);

        Assert.Equal(batches, cut.Count);
        Assert.Equal(writes, cut.SelectMany(batch => batch));
    }

    [Fact]
    public async Task Of_RowsOfOneMebibyte_GoAloneAndFitTheService()
    {
        var row = Row(0, new string('Ж', 32_000));
        for (var part = 1; part < 16; part++)
        {
            row[$"Body{part}"] = new string('Ж', 32_000);
        }

        var batches = RowBatches.Of([RowWrite.Upsert(row), RowWrite.Upsert(Row(1, "x")), RowWrite.Upsert(row)]);

        Assert.Equal([2, 1], batches.Select(batch => batch.Count));
        Assert.True(Assert.Single(await SendAsync([batches[0]])) < TableLimits.MaxBodyBytes);
    }

    [Fact]
    public void RowBytes_EveryCharacter_AreNoFewerThanTheEncodersOwn()
    {
        var empty = RowBytes.Of(RowWrite.Upsert(Row(0, string.Empty)));
        for (var code = 0; code <= char.MaxValue; code++)
        {
            var text = ((char)code).ToString();
            var bytes = RowBytes.Of(RowWrite.Upsert(Row(0, text))) - empty;
            var least = char.IsSurrogate((char)code) ? 6 : JsonEncodedText.Encode(text).EncodedUtf8Bytes.Length;
            Assert.True(bytes >= least, $"U+{code:X4}");
        }
    }

    [Fact]
    public async Task Bytes_RandomTransactions_AreNoFewerThanTheClientSends()
    {
        var random = new Random(5);
        for (var run = 0; run < 300; run++)
        {
            RowWrite[] writes = [.. Enumerable.Range(0, random.Next(2, 100)).Select(number => Random(random, number))];

            var sent = Assert.Single(await SendAsync([writes]));

            // The first is what the stores cut by, the second what guards them in tests.
            Assert.InRange(writes.Sum(RowBytes.Of), sent - 400, sent + (writes.Length * 1_500) + (writes.Length * 5 * 200));
            Assert.InRange(TableLimits.BodyBytes(writes), sent, sent + 400 + (writes.Length * 400));
        }
    }

    private static RowWrite Random(Random random, int number)
    {
        const string Alphabet = "abcЖü\"\\\n 'é😀/";
        string Text(int most) => new(random.GetItems<char>(Alphabet.Replace("😀", "€", StringComparison.Ordinal), random.Next(most)));
        var row = new TableEntity("Ж|2026-01", $"{number:D4}|{Text(10).Replace("/", "", StringComparison.Ordinal)}é~")
        {
            ["Body"] = Text(200),
            ["Long"] = random.NextInt64(),
            ["Number"] = random.Next(),
            ["Double"] = random.NextDouble(),
            ["IsSo"] = true,
            ["At"] = DateTimeOffset.UnixEpoch.AddTicks(random.NextInt64(1L << 50)),
            ["Bytes"] = new byte[random.Next(100)],
            ["Id"] = Guid.Empty,
        };
        return random.Next(4) switch
        {
            0 => RowWrite.Insert(row),
            1 => RowWrite.Upsert(row),
            2 => RowWrite.Remove(row.PartitionKey, row.RowKey),
            _ => RowWrite.Replace(row, "W/\"datetime'2026-01-01T00%3A00%3A00.0000000Z'\""),
        };
    }

    private static TableEntity Row(int number, string text) => new("p", $"{number:D4}") { ["Body"] = text };

    private static async Task<IReadOnlyList<long>> SendAsync(IReadOnlyList<IReadOnlyList<RowWrite>> batches)
    {
        using var handler = new ScriptedHandler([.. batches.Select(batch => ScriptedHandler.Parts(Enumerable.Repeat(204, batch.Count)))]);
        var table = new AzureTable(new TableClient(Account, new string('T', 63), handler.Options()));
        foreach (var batch in batches)
        {
            await table.WriteAsync(batch, default);
        }

        return [.. handler.Transactions];
    }
}

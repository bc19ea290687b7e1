using Pipeline.Attribution;
using Pipeline.Crm;
using Pipeline.Crm.Facts;
using Pipeline.Imports;
using static Pipeline.UnitTests.Crm.CrmBed;

namespace Pipeline.UnitTests.Crm;

/// <summary>Of one upload the later row counts, and nobody guesses between two sales that nothing tells apart.</summary>
public sealed class UploadOrderTests : IDisposable
{
    private const string Header = "email;stage;date;amount;opportunity;owner\n";

    private readonly CrmBed _bed = new();

    public void Dispose() => _bed.Dispose();

    // Whatever the contents' hashes are.
    [Theory]
    [InlineData(100, 200)]
    [InlineData(200, 100)]
    [InlineData(5, 7)]
    [InlineData(7, 5)]
    [InlineData(1000, 999)]
    [InlineData(999, 1000)]
    public async Task TwoRowsOfADeal_TheLaterCounts_AndTheEarlierIsToldAsReplaced(int first, int second)
    {
        var result =
            await _bed.CrmAsync(Header + $"ann@example.org;Won;2026-03-10;{first};D1;\nann@example.org;Won;2026-03-10;{second};D1;\n");

        Assert.Equal((2, 1, 0, 1), (result.Rows, result.Taken, result.Unchanged, result.Replaced));
        Assert.Equal(second * 100, Assert.Single(await _bed.ConversionsAsync("ann", ConversionKind.Customer)).Conversion.Amount);
    }

    [Theory]
    [InlineData("ann", "bob")]
    [InlineData("bob", "ann")]
    public async Task TwoRowsOfADeal_OfTwoLeads_TheLaterCountsForBoth(string first, string second)
    {
        var result = await _bed.CrmAsync(Header
            + $"{first}@example.org;Won;2026-03-10;100;D1;\n{second}@example.org;Won;2026-03-12;250;D1;\n{first}@example.org;SQL;2026-03-01;;D1;\n");

        Assert.Equal((2, 1), (result.Taken, result.Replaced));
        foreach (var name in new[] { first, second })
        {
            var won = Assert.Single(await _bed.ConversionsAsync(name, ConversionKind.Customer));
            Assert.Equal((25_000L, "2026-03-12"), (won.Conversion.Amount, won.Day));
        }
    }

    [Fact]
    public async Task RowWithoutAnAmount_TakesNoneAway()
    {
        var result = await _bed.CrmAsync(Header + "ann@example.org;Won;2026-03-10;100;D1;\nbob@example.org;Won;2026-03-10;;D1;\n");

        Assert.Equal(0, result.Replaced);
        Assert.Equal(10_000L, Assert.Single(await _bed.ConversionsAsync("bob", ConversionKind.Customer)).Conversion.Amount);
    }

    [Fact]
    public async Task EqualRows_CountOnce()
    {
        var result = await _bed.CrmAsync(Header
            + "ann@example.org;Won;2026-03-10;100;;\nann@example.org;Won;2026-03-10;100;;\nann@example.org;Won;2026-03-10;100;D1;\nann@example.org;Won;2026-03-10;100;D1;\n");

        Assert.Equal((4, 2, 2, 0), (result.Rows, result.Taken, result.Unchanged, result.Replaced));
        Assert.Equal(
            [10_000L, 10_000L], (await _bed.ConversionsAsync("ann", ConversionKind.Customer)).Select(one => one.Conversion.Amount));
    }

    [Fact]
    public async Task SalesWithoutADeal_OnOneDayWithTwoAmounts_AreAProblemOfAllOfThem()
    {
        var result = await _bed.CrmAsync(Header
            + "ann@example.org;Won;2026-03-10;100;;\nbob@example.org;Won;2026-03-10;150;;\nANN@example.org;Gagné;2026-03-10;150;;\nann@example.org;Won;2026-03-10;;;\n"
            + "ann@example.org;Won;2026-03-10;-20;;\nann@example.org;Won;2026-03-11;150;;\nann@example.org;Won;2026-03-10T10:00:00Z;70;;\n");

        Assert.Equal([2, 4, 5], result.Rejected.Select(row => row.Row));
        Assert.All(result.Rejected, row => Assert.Equal("amount", Assert.Single(row.Problems).Field));
        Assert.Contains("Rows 2, 4, 5", result.Rejected[0].Problems[0].Message, StringComparison.Ordinal);
        Assert.Equal((7, 4), (result.Rows, result.Taken));
        Assert.Equal([7_000L, -2_000L, 15_000L], (await _bed.ConversionsAsync("ann", ConversionKind.Customer))
            .OrderBy(one => one.Conversion.At)
            .Select(one => one.Conversion.Amount));
    }

    [Fact]
    public async Task RowsWithoutADeal_ThatDifferInOtherThings_TheLaterCounts()
    {
        var result = await _bed.CrmAsync(Header + "ann@example.org;SQL;2026-03-10;;;Zoe\nann@example.org;SQL;2026-03-10;;;Adam\n");

        Assert.Equal((1, 1), (result.Taken, result.Replaced));
        Assert.Equal("Adam", (await _bed.GetAsync("ann")).Lead.Owner);
    }

    [Theory]
    [InlineData("Fair A", "Fair B")]
    [InlineData("Fair B", "Fair A")]
    [InlineData("x", "y")]
    [InlineData("y", "x")]
    public async Task TwoTouchesOfOneId_TheLaterCounts(string first, string second)
    {
        var result = await _bed.TouchesAsync(
            $"id;email;date;name\n7;ann@example.org;2026-03-05;{first}\n7;ann@example.org;2026-03-05;{second}\n7;ann@example.org;2026-03-05;{second}\n");

        Assert.Equal((3, 1, 1, 1), (result.Rows, result.Taken, result.Unchanged, result.Replaced));
        Assert.Equal(second, Assert.Single((await _bed.GetAsync("ann")).Journey).Touch.Source.Campaign);
    }

    [Fact]
    public async Task DryRun_SaysTheSame()
    {
        const string Text = Header + "ann@example.org;Won;2026-03-10;1;D1;\nann@example.org;Won;2026-03-10;2;D1;\n";

        var dry = await _bed.CrmAsync(Text, ("dryRun", "true"));
        var real = await _bed.CrmAsync(Text);

        Assert.Equal((real.Taken, real.Replaced), (dry.Taken, dry.Replaced));
    }

    [Fact]
    public void Version_StoresItsRowOutsideTheHash()
    {
        var content = new CrmVersion { UploadedAt = default, Hash = "", At = Start, Named = "Won", Amount = 5, Currency = "EUR" };

        var (old, row) = (content.Stamp(Start), content.Stamp(Start, 7));

        Assert.Equal((old.Hash, 0, 7), (row.Hash, old.Row, row.Row));
        Assert.True(row.CompareTo(old) > 0);
        Assert.DoesNotContain(
            "\"row\"", System.Text.Json.JsonSerializer.Serialize(old, CrmJson.Stored.CrmVersion), StringComparison.Ordinal);
        Assert.Contains("\"row\":7", System.Text.Json.JsonSerializer.Serialize(row, CrmJson.Stored.CrmVersion), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RejectedRow_ThatIsRepaired_StandsWhereItStood()
    {
        await _bed.CrmAsync(Header + "ann@example.org;Won;2026-03-10;1,2,3;D1;\nann@example.org;Won;2026-03-10;200;D1;\n");
        var at = _bed.Bed.Clock.GetUtcNow();
        var kept = Assert.Single(await _bed.Bed
            .Get<Pipeline.Rejected.IRejectedStore>()
            .ListAsync(DateOnly.FromDateTime(at.UtcDateTime), null, 10, null, default));

        Assert.EndsWith("row=2", kept.Rejected.Query, StringComparison.Ordinal);
        var outcome = await _bed.Bed.Get<LeadImports>().TakeCrmAsync(
            new ImportRequest
            {
                Body = """[{"email":"ann@example.org","stage":"Won","date":"2026-03-10","amount":"100","opportunity":"D1"}]"""u8.ToArray(),
                ReceivedAt = kept.Rejected.ReceivedAt,
                RowNumbers = [2],
            },
            default);
        await _bed.Bed.DrainAsync();

        Assert.Equal(1, outcome.Result!.Rows);
        Assert.Equal(20_000L, Assert.Single(await _bed.ConversionsAsync("ann", ConversionKind.Customer)).Conversion.Amount);
    }
}

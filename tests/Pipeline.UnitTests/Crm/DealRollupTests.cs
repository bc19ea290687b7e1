using Pipeline.Attribution;
using Pipeline.Attribution.Models;
using Pipeline.Rollups;

namespace Pipeline.UnitTests.Crm;

public sealed class DealRollupTests : IDisposable
{
    private const string Header = "email;stage;date;amount;opportunity\n";

    private readonly CrmBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task DealOfTwoLeads_WithARefund_IsCountedOnceAndCreditedToTheCentInEveryModel()
    {
        await _bed.TouchesAsync(
            "email;date;name;source\nann@example.org;2026-03-03;Fair;fair\nbob@example.org;2026-03-04;Call;phone\nbob@example.org;2026-03-12;Call;late\n");
        await _bed.CrmAsync(Header
            + "ann@example.org;Opportunity;2026-03-05;;7\nann@example.org;Won;2026-03-10;1000,01;7\nbob@example.org;SQL;2026-03-06;;7\n"
            + "ann@example.org;Won;2026-03-20;-400;7\n");
        var days = await RollUpAsync();
        var won = days.Single(day => day.Day == new DateOnly(2026, 3, 10));
        var refund = days.Single(day => day.Day == new DateOnly(2026, 3, 20));

        Assert.Equal(new CreditTotal(1_000_000, 100_001), won.Converted[ConversionKind.Customer]);
        Assert.Equal(new CreditTotal(0, -40_000), refund.Converted[ConversionKind.Customer]);
        Assert.All(AttributionModels.PerJourney, model =>
        {
            Assert.Equal(100_001, Sum(won, model.Name));
            Assert.Equal(-40_000, Sum(refund, model.Name));
        });
        Assert.Equal([("fair", -20_000L), ("phone", -20_000L)], Amounts(refund, LinearModel));
        Assert.Equal([("fair", 50_001L), ("phone", 50_000L)], Amounts(won, LinearModel));
    }

    [Fact]
    public async Task DealThatMoves_LeavesItsOldDay_ForAllItsLeads()
    {
        await _bed.CrmAsync(Header + "ann@example.org;Won;2026-03-10;100;7\nbob@example.org;Won;2026-03-10;100;7\n");
        var before = await RollUpAsync();
        await _bed.CrmAsync(Header + "bob@example.org;Won;2026-03-11;120;7\n");
        var after = await RollUpAsync();

        Assert.Equal([(10, 10_000L)], Days(before));
        Assert.Equal([(11, 12_000L)], Days(after));
    }

    private const string LinearModel = "linear";

    private static long Sum(RolledUpDay day, string model) =>
        day.Rows.Sum(row => row.Credits.GetValueOrDefault((ConversionKind.Customer, model)).Amount);

    private static IEnumerable<(string Source, long Amount)> Amounts(RolledUpDay day, string model) => day.Rows
        .Select(row => (row.Dimensions.Source, row.Credits.GetValueOrDefault((ConversionKind.Customer, model)).Amount))
        .Where(row => row.Amount != 0)
        .OrderBy(row => row.Source, StringComparer.Ordinal);

    private static IEnumerable<(int Day, long Amount)> Days(IEnumerable<RolledUpDay> days) => days
        .Select(day => (day.Day.Day, day.Converted.GetValueOrDefault(ConversionKind.Customer).Amount))
        .Where(day => day.Amount != 0);

    private async Task<IReadOnlyList<RolledUpDay>> RollUpAsync()
    {
        _bed.Bed.Clock.Advance(TimeSpan.FromHours(1));
        await _bed.Bed.NightAsync();
        return await _bed.Bed.Get<IRollupStore>().ListAsync(new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 31), default);
    }
}

using Pipeline.Attribution;
using Pipeline.Records;
using Pipeline.Rollups;
using Pipeline.Testing;

namespace Pipeline.UnitTests.Crm;

/// <summary>After an upload the days that it changes are rolled up without waiting for the night, and the answer names them.</summary>
public sealed class UploadRollupTests : IDisposable
{
    private static readonly DateOnly Day = new(2026, 3, 14);

    private readonly CrmBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task ASale_IsInItsDaysRollUp_SoonAfterTheUpload()
    {
        var result = await _bed.CrmAsync(
            "email,stage,date,amount,opportunity\na@example.org,Won,2026-03-14,100,D1\nb@example.org,Won,2026-03-14,50,D2\nc@example.org,Won,2026-03-02,7,D3\n");

        Assert.Equal([new DateOnly(2026, 3, 2), Day], result.Waiting);
        Assert.Equal(0, await CustomersAsync());

        // The leads are new in March, whose end keeps their scores.
        Assert.Equal(3, RollupsSent());

        _bed.Bed.Clock.Advance(RollupRequests.Delay + TimeSpan.FromSeconds(1));
        await _bed.Bed.DrainAsync();

        Assert.Equal(2, await CustomersAsync());
    }

    [Fact]
    public async Task ATakeBack_RollsUpTheDayOfTheSale_WhichNoRowNames()
    {
        await _bed.CrmAsync("email,stage,date,amount,opportunity\na@example.org,Won,2026-03-14,100,D1\n");
        await SettleAsync();
        Assert.Equal(1, await CustomersAsync());

        var result = await _bed.CrmAsync("email,stage,date,opportunity\na@example.org,Lost,2026-04-01,D1\n");
        await SettleAsync();

        Assert.Equal([new DateOnly(2026, 4, 1)], result.Waiting);
        Assert.Equal(0, await CustomersAsync());
    }

    [Fact]
    public async Task WhatWaits_IsNothingOfWhatChangesNothing()
    {
        const string Row = "email,stage,date,amount,opportunity\na@example.org,Won,2026-03-14,100,D1\n";
        var dry = await _bed.CrmAsync(Row, ("dryRun", "true"));
        var first = await _bed.CrmAsync(Row);
        var again = await _bed.CrmAsync(Row);
        var touch = await _bed.TouchesAsync("email,date,name\na@example.org,2026-03-01,Expo\n");

        Assert.Equal((0, 1, 0, 1), (dry.Waiting.Count, first.Waiting.Count, again.Waiting.Count, touch.Waiting.Count));
    }

    [Fact]
    public async Task ManyUploadsOfADay_AskForItOnce()
    {
        foreach (var n in Enumerable.Range(0, 5))
        {
            await _bed.CrmAsync($"email,stage,date,amount,opportunity\np{n}@example.org,Won,2026-03-14,100,D{n}\n");
        }

        // The day, and the end of the month in which the leads are new.
        Assert.Equal(2, RollupsSent());
    }

    [Fact]
    public async Task AnUploadAboutManyDays_LeavesTheRestToTheNight()
    {
        var rows = string.Concat(Enumerable
            .Range(0, 55)
            .Select(n => $"a@example.org,Won,{new DateOnly(2026, 3, 2).AddDays(n):yyyy-MM-dd},1,D{n}\n"));

        var result = await _bed.CrmAsync("email,stage,date,amount,opportunity\n" + rows);

        Assert.Equal((55, 55), (result.Taken, result.Waiting.Count));
        Assert.Equal(RollupRequests.MaxDays, RollupsSent());
        await SettleAsync();
        await _bed.Bed.NightAsync();
        Assert.Equal(1, await CustomersAsync());
    }

    private async Task SettleAsync()
    {
        _bed.Bed.Clock.Advance(TimeSpan.FromMinutes(2));
        await _bed.Bed.DrainAsync();
    }

    private int RollupsSent() => _bed.Bed.Calls.Count(QueueNames.Rollups, StorageCallKind.Send);

    private async Task<long> CustomersAsync()
    {
        var days = await _bed.Bed.Get<IRollupStore>().ListAsync(Day, Day, default);
        return days.Sum(day => day.Converted.GetValueOrDefault(ConversionKind.Customer).Micro) / AttributionEngine.MicroPerConversion;
    }
}

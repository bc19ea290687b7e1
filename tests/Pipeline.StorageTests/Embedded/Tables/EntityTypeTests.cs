using Azure.Data.Tables;
using Pipeline.Testing;

namespace Pipeline.StorageTests.Embedded.Tables;

[Collection("azurite")]
public sealed class EntityTypeTests(AzuriteFixture azurite)
{
    public static TheoryData<object> Values => [
        "text", "", "ünï \"q\" \\ \n\t漢😀 <&'+>", 0, int.MinValue, int.MaxValue, 5L, long.MinValue, long.MaxValue,
        1.0, -0.5, 1e300, double.Epsilon, double.NaN, true, false, Guid.Parse("f81d4fae-7dec-11d0-a765-00a0c91e6bf6"),
        new DateTimeOffset(1601, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 8, 20, 10, 11, 12, TimeSpan.Zero).AddTicks(1234567),
    ];

    [Theory]
    [MemberData(nameof(Values))]
    public async Task TableEntity_AnyValue_ReadsBackWithItsType(object value)
    {
        var table = await TestTables.CreateAsync(azurite);
        await table.AddEntityAsync(new TableEntity("p", "r") { ["V"] = value });

        var row = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal(value, row["V"]);
        Assert.Equal(value.GetType(), row["V"]!.GetType());
    }

    [Fact]
    public async Task TableEntity_BytesAndUtcMoment_ReadBackInBothForms()
    {
        var table = await TestTables.CreateAsync(azurite);
        var moment = new DateTime(2026, 8, 20, 1, 2, 3, DateTimeKind.Utc);
        await table.AddEntityAsync(new TableEntity("p", "r")
        {
            ["B"] = new byte[] { 0, 255, 7 },
            ["D"] = BinaryData.FromBytes(new byte[] { 1 }),
            ["T"] = moment,
            ["O"] = new DateTimeOffset(2026, 8, 20, 3, 2, 3, TimeSpan.FromHours(2)),
        });

        var row = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal([0, 255, 7], row.GetBinary("B"));
        Assert.Equal([1], row.GetBinaryData("D")!.ToArray());
        Assert.Equal((moment, DateTimeKind.Utc), (row.GetDateTime("T"), row.GetDateTime("T")!.Value.Kind));
        Assert.Equal((new DateTimeOffset(moment), TimeSpan.Zero), (row.GetDateTimeOffset("O"), row.GetDateTimeOffset("O")!.Value.Offset));
    }

    [Fact]
    public async Task TypedRow_EveryType_ReadsBack()
    {
        var table = await TestTables.CreateAsync(azurite);
        var row = new AllTypesRow
        {
            Text = "tëxt",
            Small = -1,
            Large = long.MaxValue,
            Huge = 12,
            Ratio = 1.0,
            Flag = true,
            Token = Guid.Parse("f81d4fae-7dec-11d0-a765-00a0c91e6bf6"),
            Moment = new DateTimeOffset(2026, 8, 20, 12, 0, 0, TimeSpan.FromHours(2)).AddTicks(1),
            Utc = new DateTime(2026, 8, 20, 1, 2, 3, DateTimeKind.Utc),
            Bytes = [1, 2],
            Data = BinaryData.FromBytes(new byte[] { 3 }),
            Day = DayOfWeek.Friday,
            OptionalInt32 = 5,
            OptionalInt64 = 6,
            OptionalMoment = DateTimeOffset.UnixEpoch,
            OptionalDay = DayOfWeek.Monday,
            Named = "n",
            Ignored = 1.5m,
            OnceOnly = "once",
            Field = 9,
        };

        var etag = (await table.AddEntityAsync(row)).Headers.ETag;
        var read = (await table.GetEntityAsync<AllTypesRow>("p", "r")).Value;

        Assert.Equal(("p", "r", etag), (read.PartitionKey, read.RowKey, read.ETag));
        Assert.NotNull(read.Timestamp);
        Assert.Equal((row.Text, row.Small, row.Large, row.Huge), (read.Text, read.Small, read.Large, read.Huge));
        Assert.Equal((row.Ratio, row.Flag, row.Token), (read.Ratio, read.Flag, read.Token));
        Assert.Equal((row.Moment, TimeSpan.Zero), (read.Moment, read.Moment.Offset));
        Assert.Equal((row.Utc, DateTimeKind.Utc), (read.Utc, read.Utc.Kind));
        Assert.Equal(row.Bytes, read.Bytes);
        Assert.Equal([3], read.Data!.ToArray());
        Assert.Equal((row.Day, row.OptionalDay), (read.Day, read.OptionalDay));
        Assert.Equal((row.OptionalInt32, row.OptionalInt64, row.OptionalMoment), (read.OptionalInt32, read.OptionalInt64, read.OptionalMoment));
        Assert.Equal(("n", 0m, "once", 9), (read.Named, read.Ignored, read.OnceOnly, read.Field));
    }

    [Fact]
    public async Task TypedRow_Stored_HasTheNamesAndTypesOfTheService()
    {
        var table = await TestTables.CreateAsync(azurite);
        await table.AddEntityAsync(new AllTypesRow { Text = "t", Named = "n", Day = DayOfWeek.Friday });

        var stored = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal(("t!", "n", "Friday"), (stored["Computed"], stored["Renamed"], stored["Day"]));
        Assert.Equal((0, 0L, 0.0, false), (stored["Small"], stored["Large"], stored["Ratio"], stored["Flag"]));
        Assert.False(stored.ContainsKey("Ignored") || stored.ContainsKey("Named") || stored.ContainsKey("OptionalInt32") || stored.ContainsKey("ETag"));
    }

    [Fact]
    public async Task TypedRow_MissingProperties_KeepTheirDefaults()
    {
        var table = await TestTables.CreateAsync(azurite);
        await table.AddEntityAsync(new TableEntity("p", "r") { ["Large"] = 5, ["Unknown"] = 1L });

        var read = (await table.GetEntityAsync<AllTypesRow>("p", "r")).Value;

        Assert.Equal((5L, null, DateTimeOffset.UnixEpoch), (read.Large, read.OptionalInt64, read.Moment));
    }

    [Fact]
    public async Task TypedRow_UnknownEnumName_KeepsItsDefault()
    {
        var table = await TestTables.CreateAsync(azurite);
        await table.AddEntityAsync(new TableEntity("p", "r") { ["Day"] = "Someday", ["OptionalDay"] = "Someday" });

        var read = (await table.GetEntityAsync<AllTypesRow>("p", "r")).Value;

        Assert.Equal((DayOfWeek.Sunday, null), (read.Day, read.OptionalDay));
    }

    [Fact]
    public async Task TypedRow_StoredTypeDoesNotFit_Fails()
    {
        var table = await TestTables.CreateAsync(azurite);
        await table.AddEntityAsync(new TableEntity("p", "r") { ["Value"] = 5L });

        await Assert.ThrowsAsync<InvalidCastException>(() => table.GetEntityAsync<OddRow<int>>("p", "r"));
        await Assert.ThrowsAsync<InvalidCastException>(() => table.GetEntityAsync<OddRow<bool>>("p", "r"));
    }

    [Fact]
    public async Task TypedRow_ExplicitInterface_KeepsKeysAndVersion()
    {
        var table = await TestTables.CreateAsync(azurite);
        var row = ExplicitRow.For("v");
        row.Count = 3;

        var etag = (await table.AddEntityAsync(row)).Headers.ETag!.Value;
        var read = (await table.GetEntityAsync<ExplicitRow>("v", "s")).Value;

        Assert.Equal(("v", etag, 3), (read.Read().Visitor, read.Read().Version, read.Count));
    }

    [Fact]
    public async Task TypedRow_TypeThatCannotBeKept_IsRefused()
    {
        using var handler = new ScriptedHandler();
        var table = new TableClient(azurite.ConnectionString, "Any", handler.Options());

        await AssertRefusedAsync<decimal>(table);
        await AssertRefusedAsync<decimal?>(table);
        await AssertRefusedAsync<float>(table);
        await AssertRefusedAsync<TimeSpan>(table);
        await AssertRefusedAsync<short>(table);
        await AssertRefusedAsync<DateOnly>(table);
        await AssertRefusedAsync<List<string>>(table);
        Assert.Empty(handler.Requests);
    }

    [Fact]
    public async Task TypedRow_DecimalProperty_IsRefusedOnReadingToo()
    {
        var table = await TestTables.CreateAsync(azurite);
        await table.AddEntityAsync(new TableEntity("p", "r") { ["Value"] = 1.5 });

        await Assert.ThrowsAsync<NotSupportedException>(() => table.GetEntityAsync<OddRow<decimal>>("p", "r"));
    }

    [Fact]
    public async Task TableEntity_TypeThatCannotBeKept_IsRefused()
    {
        var table = new TableClient(azurite.ConnectionString, "Any");

        foreach (var value in new object[] { 1m, 1f, DayOfWeek.Friday, TimeSpan.Zero, (short)1, 'c', new[] { 1 } })
        {
            await Assert.ThrowsAsync<NotSupportedException>(() => table.AddEntityAsync(new TableEntity("p", "r") { ["V"] = value }));
        }
    }

    [Theory]
    [InlineData(DateTimeKind.Local)]
    [InlineData(DateTimeKind.Unspecified)]
    public async Task DateTime_NotUtc_IsRefused(DateTimeKind kind)
    {
        var table = new TableClient(azurite.ConnectionString, "Any");
        var row = new OddRow<DateTime> { Value = new DateTime(2026, 1, 1, 0, 0, 0, kind) };

        await Assert.ThrowsAsync<NotSupportedException>(() => table.AddEntityAsync(row));
    }

    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public async Task Double_Infinite_IsRefused(double value)
    {
        var table = new TableClient(azurite.ConnectionString, "Any");

        await Assert.ThrowsAsync<ArgumentException>(() => table.AddEntityAsync(new OddRow<double> { Value = value }));
    }

    [Fact]
    public void TableEntity_GetterOfAnotherType_Fails()
    {
        var row = new TableEntity("p", "r") { ["N"] = 5 };

        Assert.Null(row.GetString("Missing"));
        Assert.Throws<InvalidOperationException>(() => row.GetString("N"));
        Assert.Throws<InvalidOperationException>(() => row.GetInt64("N"));
    }

    [Fact]
    public void TableEntity_OverwrittenNumber_KeepsItsWiderType()
    {
        var row = new TableEntity { ["L"] = 5L, ["D"] = 5.0, ["I"] = 5 };

        row["L"] = 6;
        row["D"] = 6;
        row["I"] = 6L;

        Assert.Equal((6L, 6.0, 6L), (row.GetInt64("L"), row.GetDouble("D"), row.GetInt64("I")));
        Assert.Throws<InvalidOperationException>(() => row["L"] = "text");
    }

    private static async Task AssertRefusedAsync<T>(TableClient table) =>
        await Assert.ThrowsAsync<NotSupportedException>(() => table.AddEntityAsync(new OddRow<T>()));
}

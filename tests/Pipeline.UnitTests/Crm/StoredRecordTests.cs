using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Pipeline.Crm.Facts;

namespace Pipeline.UnitTests.Crm;

/// <summary>What version 1 wrote must stay readable, and is still written so.</summary>
public sealed class StoredRecordTests
{
    private const string Content =
        """{"uploadedAt":"2026-03-02T08:00:00.123+00:00","hash":"h","removed":false,"at":"2026-03-10T22:59:59.9999999+00:00","named":"Gagn\u00e9","meaning":"customer","order":5,"amount":100000,"currency":"USD","rate":0.92,"reported":92000,"reportedCurrency":"EUR","reason":"r","owner":"o"}""";

    private static readonly string Current = Content.Replace("\\u00e9", "é", StringComparison.Ordinal);

    [Fact]
    public void CrmFact_OfVersion1_IsReadAndWrittenAsItWas() => AssertGolden(
        $$"""{"version":1,"leadId":"l_1","email":"ann@example.org","opportunity":"7","stage":"customer","date":"2026-03-10","versions":[{{Current}}]}""",
        CrmJson.Stored.CrmFact);

    [Fact]
    public void OpportunityRecord_OfVersion1_IsReadAndWrittenAsItWas() => AssertGolden(
        $$"""{"version":1,"opportunity":"7","parts":[{"key":"k","leadId":"l_1","stage":"customer","date":"2026-03-10","current":{{Current}}}]}""",
        CrmJson.Stored.OpportunityRecord);

    [Fact]
    public void OfflineTouch_OfVersion1_IsReadAndWrittenAsItWas() => AssertGolden(
        """{"version":1,"leadId":"l_1","email":"ann@example.org","id":"7","uploadedAt":"2026-03-02T08:00:00+00:00","at":"2026-03-01T10:00:00+00:00","name":"Fair","campaign":"c","channel":"Trade fair","source":"s","medium":"m","removed":false}""",
        CrmJson.Stored.OfflineTouch);

    [Fact]
    public void PendingRefresh_OfVersion1_IsReadAndWrittenAsItWas() => AssertGolden(
        """{"version":1,"id":"i","at":"2026-03-02T08:00:00+00:00","leadIds":["l_1"],"opportunityKeys":["o_1"]}""",
        CrmJson.Stored.PendingRefresh);

    [Fact]
    public void Keys_AreWhatVersion1MadeOfTheSameFacts()
    {
        var fact = JsonSerializer.Deserialize(
            $$"""{"version":1,"leadId":"l_1","email":"e","opportunity":"7","stage":"customer","date":"2026-03-10","versions":[{{Current}}]}""",
            CrmJson.Stored.CrmFact)!;

        Assert.Equal(Pipeline.Records.FactKey.Of("crm\nl_1\n7\ncustomer\n2026-03-10"), fact.Key);
        Assert.Equal("o_" + Pipeline.Records.FactKey.Of("opportunity\n7"), fact.OpportunityKey);
    }

    private static void AssertGolden<T>(string json, JsonTypeInfo<T> type) =>
        Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize(json, type)!, type));
}

using System.Text;
using Azure.Data.Tables;
using Pipeline.Events;
using Pipeline.Events.Messages;
using Pipeline.Records;
using Pipeline.Storage.Shared;

namespace Pipeline.Storage.Identity;

/// <summary>
/// An event as a row of a visitor or a lead: row key <c>e|{key}</c>, its canonical JSON in <c>Body</c>, and its type and time as columns
/// for people who look into the table.
/// </summary>
internal static class EventRow
{
    public static string Key(string key) => $"e|{key}";

    public static TableEntity Write(string partitionKey, CapturedEvent captured)
    {
        var row = JsonRow.WriteText(
            partitionKey, Key(FactKey.Of(captured.Id)), Encoding.UTF8.GetString(EventMessageJson.WriteEvent(captured)));
        row["Type"] = captured.Type.ToString();
        row["OccurredAt"] = captured.OccurredAt;
        return row;
    }

    public static CapturedEvent Read(TableEntity row) => EventMessageJson.ParseEvent(Encoding.UTF8.GetBytes(JsonRow.ReadText(row)));

    public static Versioned<CapturedEvent> ReadVersioned(TableEntity? row) =>
        row is null ? default : new Versioned<CapturedEvent>(Read(row), row.ETag.ToString());
}

using System.Globalization;
using Pipeline.Records;
using Pipeline.Settings;
using Pipeline.Storage.Shared;

namespace Pipeline.Storage.Settings;

/// <summary>
/// Settings: partition document name, row <c>{name}|log</c> for which versions there are and which was active when, and row
/// <c>{name}|v|{version}</c> for the text of each.
/// </summary>
internal sealed class SettingsTable(ITables tables) : ISettingsStore
{
    private readonly ITable _table = tables[TableNames.Settings];

    public async Task<Versioned<SettingsLog>> GetLogAsync(string name, CancellationToken cancellationToken) =>
        JsonRow.ReadVersioned(await _table.GetAsync(name, LogKey(name), cancellationToken), SettingsJson.Stored.SettingsLog);

    public async Task<string?> GetTextAsync(string name, int version, CancellationToken cancellationToken) =>
        await _table.GetAsync(name, TextKey(name, version), cancellationToken) is { } row ? JsonRow.ReadText(row) : null;

    public Task SaveAsync(string name, SettingsLog log, string? etag, string? text, CancellationToken cancellationToken)
    {
        var writes = new List<RowWrite> { RowWrite.Replace(JsonRow.Write(name, LogKey(name), log, SettingsJson.Stored.SettingsLog), etag) };
        if (text is not null)
        {
            writes.Add(RowWrite.Insert(JsonRow.WriteText(name, TextKey(name, log.Versions[^1].Number), text)));
        }

        return _table.WriteAsync(writes, cancellationToken);
    }

    private static string LogKey(string name) => $"{name}|log";

    private static string TextKey(string name, int version) => string.Create(CultureInfo.InvariantCulture, $"{name}|v|{version:D6}");
}

using System.Globalization;
using Pipeline.Records;
using Pipeline.Testing;
using Pipeline.Testing.Worlds;
using Label = (string Channel, string Source, string Medium, string Campaign);

namespace Pipeline.UnitTests.Reports.Oracle;

// One row of an upload, as its columns say it.
internal sealed record OracleRow(WorldUpload Upload, int Number, IReadOnlyDictionary<string, string> Row)
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    public DateTimeOffset SaidAt => Upload.SaidAt;

    public bool IsTouch => Upload.IsTouches;

    public string Lead => PipelineBed.LeadIds.Of(Row["email"]);

    public string? Deal => Row.GetValueOrDefault("opportunity");

    public string? Stage => Row.GetValueOrDefault("stage");

    // What is closed has its close date; an open deal has it as a forecast.
    public string Date => (IsTouch || !WorldRows.IsClosing(Stage!)
        ? Row.GetValueOrDefault("date") ?? Row.GetValueOrDefault("closeDate")
        : Row.GetValueOrDefault("closeDate") ?? Row["date"]) ?? "";

    public bool IsForecast => !IsTouch && !WorldRows.IsClosing(Stage!) && !Row.ContainsKey("date");

    public bool Removed => Row.ContainsKey("remove");

    public long? Cents => Row.TryGetValue("amount", out var text) ? (long)(decimal.Parse(text, CultureInfo.InvariantCulture) * 100) : null;

    public DateTimeOffset At => Date.Length == 0 ? default : Date.Length > 10
        ? DateTimeOffset.Parse(Date, CultureInfo.InvariantCulture)
        : new DateTimeOffset(
            TimeZoneInfo.ConvertTimeToUtc(DateTime.Parse(Date, CultureInfo.InvariantCulture).AddDays(1).AddTicks(-1), Zone), TimeSpan.Zero);

    public string Key => IsTouch ? $"{Lead} {TouchId}" : $"{Lead} {Deal} {Stage} {Date} {Cents < 0}";

    public string TouchKey => FactKey.Of($"touch\n{Lead}\n{TouchId}");

    public Label Label => (Row.GetValueOrDefault("channel", "Other Campaign"), "(not set)", "(not set)", Row["name"].ToLowerInvariant());

    public bool IsRefund => Stage == "Won" && Cents < 0;

    private string TouchId => Row.GetValueOrDefault("id")
        ?? FactKey.Of(string.Join('\n', At.UtcTicks, Row["name"], null, Row.GetValueOrDefault("channel"), null, null));
}

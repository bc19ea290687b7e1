using System.Globalization;
using Pipeline.Identity;
using Pipeline.Testing;
using Pipeline.Testing.Worlds;
using Label = (string Channel, string Source, string Medium, string Campaign);

namespace Pipeline.UnitTests.Reporting;

// One row of an upload, as its columns say it.
internal sealed record OracleRow(WorldUpload Upload, IReadOnlyDictionary<string, string> Row)
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    public DateTimeOffset UploadedAt => Upload.At;

    public bool IsTouch => Upload.IsTouches;

    public string Lead => PipelineBed.LeadIds.Of(Row["email"]);

    public string? Deal => Row.GetValueOrDefault("opportunity");

    public string? Stage => Row.GetValueOrDefault("stage");

    public string Date => Row["date"];

    public bool Removed => Row.ContainsKey("remove");

    public long? Cents => Row.TryGetValue("amount", out var text) ? (long)(decimal.Parse(text, CultureInfo.InvariantCulture) * 100) : null;

    public DateTimeOffset At => Date.Length > 10
        ? DateTimeOffset.Parse(Date, CultureInfo.InvariantCulture)
        : new DateTimeOffset(TimeZoneInfo.ConvertTimeToUtc(DateTime.Parse(Date, CultureInfo.InvariantCulture).AddDays(1).AddTicks(-1), Zone), TimeSpan.Zero);

    public string Key => IsTouch ? $"{Lead} {TouchId}" : $"{Lead} {Deal} {Stage} {Date} {Cents < 0}";

    public string TouchKey => FactKey.Of($"touch\n{Lead}\n{TouchId}");

    public Label Label => (Row.GetValueOrDefault("channel", "Other Campaign"), "(not set)", "(not set)", Row["name"]);

    private string TouchId => Row.GetValueOrDefault("id") ?? FactKey.Of(string.Join('\n', At.UtcTicks, Row["name"], null, Row.GetValueOrDefault("channel"), null, null));
}

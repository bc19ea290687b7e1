using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Pipeline.Imports;
using Pipeline.Testing;
using Pipeline.Time;
using Pipeline.UnitTests.Rejected;

namespace Pipeline.UnitTests.Imports;

internal sealed class ImportBed
{
    public static readonly DateTimeOffset Now = new(2026, 3, 31, 8, 0, 0, 123, TimeSpan.Zero);

    private readonly ImportHandler _handler;

    public ImportBed(int maxRows = 100)
    {
        _handler = new ImportHandler(
            Rejected,
            new LocalTime(TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris")),
            new ManualClock(Now),
            Options.Create(new ImportOptions { MaxRows = maxRows }),
            NullLogger<ImportHandler>.Instance);
    }

    public FakeRejectedStore Rejected { get; } = new();

    public SaleImport Import { get; } = new();

    public Task<ImportOutcome> UploadAsync(string text, params (string Name, string Value)[] query) =>
        UploadAsync(Encoding.UTF8.GetBytes(text), null, query);

    public Task<ImportOutcome> UploadAsync(
        byte[] body, string? contentType, params (string Name, string Value)[] query) => _handler.HandleAsync(
        Import,
        new ImportRequest
        {
            Body = body,
            ContentType = contentType,
            Query = [.. query.Select(pair => KeyValuePair.Create(pair.Name, pair.Value))],
        },
        CancellationToken.None);
}

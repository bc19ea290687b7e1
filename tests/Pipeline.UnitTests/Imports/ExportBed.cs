using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Pipeline.Crm;
using Pipeline.Imports;
using Pipeline.Leads.Shown;
using Pipeline.Rejected;
using Pipeline.Testing;
using Pipeline.Time;
using Pipeline.Uploads;

namespace Pipeline.UnitTests.Imports;

// The pipeline in memory with files as other programs write them.
internal sealed class ExportBed : IDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 5, 1, 8, 0, 0, TimeSpan.Zero);

    public PipelineBed Bed { get; } = PipelineBed.InMemory(new ManualClock(Now));

    public static byte[] File(string name) =>
        System.IO.File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Imports", "Exports", name));

    public static (string Name, string Value)[] Query(string query) =>
        [.. query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).Select(pair => (pair[0], pair[1]))];

    public async Task<ImportOutcome> CrmAsync(byte[] body, params (string Name, string Value)[] query)
    {
        var outcome = await Bed.Get<LeadImports>().TakeCrmAsync(Request(body, query), CancellationToken.None);
        await Bed.DrainAsync();
        return outcome;
    }

    public Task<ImportOutcome> CostsAsync(byte[] body, params (string Name, string Value)[] query) => new ImportHandler(
        Bed.Get<IRejectedStore>(), Bed.Get<LocalTime>(), Bed.Clock, Options.Create(new ImportOptions()), NullLogger<ImportHandler>.Instance)
        .HandleAsync(Bed.Get<CostImport>(), Request(body, query), CancellationToken.None);

    public Task<ImportOutcome> UploadAsync(string route, byte[] body, params (string Name, string Value)[] query) =>
        route == "/api/crm" ? CrmAsync(body, query) : CostsAsync(body, query);

    /// <summary>What is known of some people: stage, date, amount, deal, owner, reason.</summary>
    public async Task<IReadOnlyList<string>> DealsAsync(params string[] emails)
    {
        var lines = new List<string>();
        foreach (var email in emails)
        {
            var lead = await Bed.Get<LeadQueries>().GetAsync(PipelineBed.LeadIds.Of(email), null, default);
            lines.AddRange((lead?.Crm ?? []).Select(entry => string.Join(
                ' ',
                new[]
                {
                    email, entry.Stage, entry.Date.Replace(
                        ".0000000",
                        "",
                        StringComparison.Ordinal), (entry.Current.Amount / 100m)?.ToString(CultureInfo.InvariantCulture), entry.Opportunity,
                    entry.Current.Owner, entry.Current.Reason,
                }.Where(part => part is not null))));
        }

        return lines;
    }

    public async Task<IReadOnlyList<string>> CostLinesAsync() =>
    [
        .. (await Bed.Get<ICostStore>().ListCostsAsync(new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31), default))
            .Select(line => string.Create(
                CultureInfo.InvariantCulture, $"{line.Day:yyyy-MM-dd} {line.Channel} {line.Source} {line.Campaign} {line.Amount / 100m}"))
            .Order(StringComparer.Ordinal),
    ];

    public void Dispose() => Bed.Dispose();

    private static ImportRequest Request(byte[] body, (string Name, string Value)[] query) =>
        new() { Body = body, Query = [.. query.Select(pair => KeyValuePair.Create(pair.Name, pair.Value))] };
}

using System.Text;
using Pipeline.Attribution;
using Pipeline.Crm;
using Pipeline.Imports;
using Pipeline.Leads.Facts;
using Pipeline.Leads.Shown;
using Pipeline.Testing;

namespace Pipeline.UnitTests.Crm;

// The pipeline in memory with uploads.
internal sealed class CrmBed : IDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    public CrmBed() => Bed.Clock.AdvanceTo(Start.AddDays(60));

    public PipelineBed Bed { get; } = PipelineBed.InMemory(new ManualClock(Start));

    public static string Lead(string name) => PipelineBed.LeadIds.Of($"{name}@example.org");

    public Task<ImportResult> CrmAsync(string text, params (string Name, string Value)[] query) =>
        RunAsync(Bed.Get<LeadImports>().TakeCrmAsync, text, query);

    public Task<ImportResult> TouchesAsync(string text, params (string Name, string Value)[] query) =>
        RunAsync(Bed.Get<LeadImports>().TakeTouchesAsync, text, query);

    public async Task<LeadDetail> GetAsync(string name) => (await Bed.Get<LeadQueries>().GetAsync(Lead(name), null, default))!;

    public async Task<IReadOnlyList<LeadConversion>> ConversionsAsync(string name, ConversionKind kind) =>
        [.. ((await Bed.Get<ILeadStore>().GetProfileAsync(Lead(name), default)).Value?.Conversions
            ?? []).Where(one => one.Conversion.Kind == kind)];

    public void Dispose() => Bed.Dispose();

    private async Task<ImportResult> RunAsync(
        Func<ImportRequest, CancellationToken, Task<ImportOutcome>> take, string text, (string Name, string Value)[] query)
    {
        Bed.Clock.Advance(TimeSpan.FromSeconds(1));
        var outcome = await take(
            new ImportRequest
            {
                Body = Encoding.UTF8.GetBytes(text),
                Query = [.. query.Select(pair => KeyValuePair.Create(pair.Name, pair.Value))],
            },
            CancellationToken.None);
        Assert.True(outcome.Result is not null, string.Join("; ", outcome.Problems));
        await Bed.DrainAsync();
        return outcome.Result;
    }
}

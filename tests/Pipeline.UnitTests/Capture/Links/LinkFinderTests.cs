using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Pipeline.Capture;
using Pipeline.Capture.Links;
using Pipeline.Settings;
using Pipeline.Testing;

namespace Pipeline.UnitTests.Capture.Links;

public sealed class LinkFinderTests : IDisposable
{
    private readonly PipelineBed _storage = PipelineBed.InMemory();
    private readonly CaptureBed _capture = new(
        ("Pipeline:LinkHosts:0", "www.example.org"),
        ("Pipeline:Links:own:Target", "https://www.example.org/own?utm_source=s"),
        ("Pipeline:Links:both:Target", "https://www.example.org/configured?utm_source=s"));

    private LinkFinder Finder => field ??= new LinkFinder(_capture.Get<LinkBook>(), Source);

    private RulesCache<LinkSet> Source => field ??= new RulesCache<LinkSet>(
        new LinkDocument(_capture.Get<IOptionsMonitor<LinkOptions>>(), _capture.Get<IOptions<CaptureOptions>>()),
        _storage.Get<ISettingsStore>(),
        Options.Create(new RulesOptions()),
        _storage.Clock,
        NullLogger<RulesCache<LinkSet>>.Instance);

    public void Dispose()
    {
        _storage.Dispose();
        _capture.Dispose();
    }

    [Fact]
    public async Task Find_LinkOfDocumentAndConfiguration_TakesTheDocuments()
    {
        await ActivateAsync(1, ("both", "https://www.example.org/document"), ("new", "https://www.example.org/new"));

        Assert.Equal("https://www.example.org/document?utm_source=s", await LocationAsync("BOTH"));
        Assert.Equal("https://www.example.org/new?utm_source=s", await LocationAsync("new"));
        Assert.Equal("https://www.example.org/own?utm_source=s", await LocationAsync("own"));
        Assert.Null(await LocationAsync("none"));
    }

    [Fact]
    public async Task Find_NothingActivated_TakesTheConfiguredOnes()
    {
        Assert.Equal("https://www.example.org/configured?utm_source=s", await LocationAsync("both"));
        Assert.Null(await LocationAsync("new"));
    }

    [Fact]
    public async Task Find_WithinAMinute_NeverReadsAgainNotEvenForUnknownNames()
    {
        await ActivateAsync(1, ("new", "https://www.example.org/new"));
        await LocationAsync("new");
        _storage.Calls.Reset();

        _storage.Clock.Advance(RulesPolicy.AtOnceMaxAge - TimeSpan.FromTicks(1));
        for (var i = 0; i < 50; i++)
        {
            Assert.Null(await LocationAsync($"x{i}"));
        }

        Assert.Equal(0, _storage.Calls.Total);
    }

    [Fact]
    public async Task Find_AfterAMinute_KnowsTheActivationAndReadsAnUnchangedTextOnce()
    {
        await ActivateAsync(1, ("new", "https://www.example.org/new"));
        await LocationAsync("new");
        await ActivateAsync(2, ("new", "https://www.example.org/newer"));

        _storage.Clock.Advance(RulesPolicy.AtOnceMaxAge);
        Assert.Equal("https://www.example.org/newer?utm_source=s", await LocationAsync("new"));
        _storage.Calls.Reset();
        _storage.Clock.Advance(RulesPolicy.AtOnceMaxAge);
        await LocationAsync("new");

        Assert.Equal(1, _storage.Calls.Total);
    }

    [Fact]
    public async Task Find_StorageAway_KeepsTheLinksKnownSoFar()
    {
        await ActivateAsync(1, ("new", "https://www.example.org/new"));
        await LocationAsync("new");

        _storage.Clock.Advance(RulesPolicy.AtOnceMaxAge);
        _storage.Calls.Before = _ => throw new FaultException("Away.");

        Assert.Equal("https://www.example.org/new?utm_source=s", await LocationAsync("new"));
        Assert.Equal("https://www.example.org/own?utm_source=s", await LocationAsync("own"));
    }

    [Fact]
    public async Task Find_StorageSlow_WaitsAQuarterSecondAndTwoForAnUnknownLinkAtFirst()
    {
        await ActivateAsync(1, ("new", "https://www.example.org/new"));
        var gate = new TaskCompletionSource();
        _storage.Calls.Before = _ => gate.Task;

        var own = LocationAsync("own");
        var unknown = LocationAsync("new");
        _storage.Clock.Advance(LinkHandler.MaxWait - TimeSpan.FromMilliseconds(1));
        Assert.False(own.IsCompleted);
        _storage.Clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal("https://www.example.org/own?utm_source=s", await own);
        Assert.False(unknown.IsCompleted);
        gate.SetResult();
        Assert.Equal("https://www.example.org/new?utm_source=s", await unknown);
    }

    [Fact]
    public async Task Find_StoredLinkToAHostThatIsNotAllowed_IsNoLink()
    {
        await ActivateAsync(1, ("evil", "https://evil.test/"), ("new", "https://www.example.org/new"));

        Assert.Null(await LocationAsync("evil"));
        Assert.NotNull(await LocationAsync("new"));
    }

    private async Task<string?> LocationAsync(string name) => (await Finder.FindAsync(name))?.Location;

    private async Task ActivateAsync(int version, params (string Name, string Target)[] links)
    {
        var store = _storage.Get<ISettingsStore>();
        var now = _storage.Clock.GetUtcNow();
        var (log, etag) = await store.GetLogAsync("links", default);
        log ??= SettingsLog.Empty;
        var text = $$"""
            { "version": 1, "links": [{{string.Join(',', links.Select(link => $$"""
            { "name": "{{link.Name}}", "target": "{{link.Target}}", "campaign": { "source": "s" } }
            """))}}] }
            """;
        await store.SaveAsync(
            "links",
            log with
            {
                Versions = [.. log.Versions, new SettingsVersion { Number = version, Hash = text, StoredAt = now }],
                Activations = [.. log.Activations, new SettingsActivation { Version = version, From = now, AskedAt = now }],
            },
            etag,
            text,
            default);
    }
}

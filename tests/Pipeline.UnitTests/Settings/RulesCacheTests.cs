using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Pipeline.Problems;
using Pipeline.Settings;
using Pipeline.Testing;

namespace Pipeline.UnitTests.Settings;

/// <summary>What a cache of rules reads when, for views and for requests, of rules that count at once and of dated ones.</summary>
public sealed class RulesCacheTests : IDisposable
{
    private static readonly RulesOptions Rules = new();

    private readonly PipelineBed _bed = PipelineBed.InMemory();
    private readonly PlainRules _document = new();

    private RulesCache<string> Cache => field ??= new RulesCache<string>(
        _document, _bed.Get<ISettingsStore>(), Options.Create(Rules), _bed.Clock, NullLogger<RulesCache<string>>.Instance);

    private TimeSpan MaxAge => RulesPolicy.Of(_document.Effect, Rules).MaxAge;

    public void Dispose() => _bed.Dispose();

    [Theory]
    [InlineData(SettingsEffect.AtOnce, 60, true)]
    [InlineData(SettingsEffect.FromThenOn, 100, false)]
    [InlineData(SettingsEffect.EveryLead, 100, false)]
    public void Policy_OfWhatAnActivationChanges_SaysWhatIsKeptForHowLong(SettingsEffect effect, int seconds, bool isNewestAlone) =>
        Assert.Equal(
            new RulesPolicy(TimeSpan.FromSeconds(seconds), isNewestAlone),
            RulesPolicy.Of(effect, new RulesOptions { RulesDelay = TimeSpan.FromSeconds(200) }));

    [Theory]
    [InlineData(SettingsEffect.AtOnce)]
    [InlineData(SettingsEffect.EveryLead)]
    public async Task Known_UntilTheAge_ReadsOnce(SettingsEffect effect)
    {
        _document.Effect = effect;
        await Cache.KnownAsync(TimeSpan.Zero);
        _bed.Clock.Advance(MaxAge - TimeSpan.FromTicks(1));
        await Cache.KnownAsync(TimeSpan.Zero);
        Assert.Equal(1, _bed.Calls.Total);

        _bed.Clock.Advance(TimeSpan.FromTicks(1));
        await Cache.KnownAsync(TimeSpan.Zero);
        Assert.Equal(2, _bed.Calls.Total);
    }

    [Fact]
    public async Task Known_NeverRead_GivesTheShippedRules()
    {
        _bed.Calls.Before = _ => throw new FaultException("Away.");

        Assert.Equal("shipped", Cache.Known().Newest);
        Assert.Equal("shipped", (await Cache.KnownAsync(TimeSpan.Zero)).Newest);
        Assert.False(Cache.IsRead);
    }

    [Fact]
    public async Task Known_FailedReading_KeepsTheLastAndTriesAgainLater()
    {
        await ActivateAsync("a");
        await Cache.KnownAsync(TimeSpan.Zero);
        await ActivateAsync("b");
        _bed.Clock.Advance(MaxAge);
        _bed.Calls.Reset();
        _bed.Calls.Before = _ => throw new FaultException("Away.");

        Assert.Equal("a", (await Cache.KnownAsync(TimeSpan.Zero)).Newest);
        _bed.Clock.Advance(RulesCache<string>.RetryAfter - TimeSpan.FromTicks(1));
        _bed.Calls.Before = null;
        Assert.Equal("a", (await Cache.KnownAsync(TimeSpan.Zero)).Newest);

        _bed.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal("b", (await Cache.KnownAsync(TimeSpan.Zero)).Newest);
    }

    [Fact]
    public async Task Get_FailedReading_FailsAndTriesAgainAtOnce()
    {
        await Cache.GetAsync(default);
        await ActivateAsync("b");
        _bed.Clock.Advance(MaxAge + TimeSpan.FromTicks(1));
        _bed.Calls.Before = _ => throw new FaultException("Away.");
        await Assert.ThrowsAsync<FaultException>(() => Cache.GetAsync(default).AsTask());
        Assert.Equal("shipped", (await Cache.KnownAsync(TimeSpan.Zero)).Newest);

        _bed.Calls.Before = null;

        Assert.Equal("b", (await Cache.GetAsync(default)).Newest);
        Assert.Equal("b", Cache.Known().Newest);
    }

    [Fact]
    public async Task Known_SlowReading_WaitsNoLongerThanAllowedAndIsOneForAll()
    {
        await ActivateAsync("late");
        _bed.Calls.Reset();
        var gate = new TaskCompletionSource();
        _bed.Calls.Before = _ => gate.Task;

        var first = Cache.KnownAsync(TimeSpan.FromMilliseconds(250)).AsTask();
        var second = Cache.KnownAsync(TimeSpan.FromSeconds(2)).AsTask();
        var view = Cache.GetAsync(default).AsTask();
        _bed.Clock.Advance(TimeSpan.FromMilliseconds(250));

        Assert.Equal("shipped", (await first).Newest);
        Assert.False(second.IsCompleted || view.IsCompleted);
        gate.SetResult();
        Assert.Equal("late", (await second).Newest);
        Assert.Equal("late", (await view).Newest);
        Assert.Equal(2, _bed.Calls.Total);
    }

    [Fact]
    public async Task Known_WithoutWait_NeverWaits()
    {
        await ActivateAsync("a");
        var gate = new TaskCompletionSource();
        _bed.Calls.Before = _ => gate.Task;

        Assert.Equal("shipped", Cache.Known().Newest);
        gate.SetResult();
        Assert.Equal("a", (await Cache.GetAsync(default)).Newest);
        Assert.Equal("a", Cache.Known().Newest);
    }

    [Fact]
    public async Task Get_ClockSetBack_ReadsAgain()
    {
        var clock = new SetClock { Now = _bed.Clock.GetUtcNow() };
        var cache = new RulesCache<string>(
            _document, _bed.Get<ISettingsStore>(), Options.Create(Rules), clock, NullLogger<RulesCache<string>>.Instance);
        await cache.GetAsync(default);

        clock.Now -= TimeSpan.FromTicks(1);
        await cache.GetAsync(default);

        Assert.Equal(2, _bed.Calls.Total);
    }

    [Theory]
    [InlineData(SettingsEffect.AtOnce, "b", 2)]
    [InlineData(SettingsEffect.EveryLead, "shipped a b", 3)]
    public async Task Get_SeveralActivations_ReadsWhatThePolicyAsksFor(SettingsEffect effect, string expected, int calls)
    {
        _document.Effect = effect;
        await ActivateAsync("a");
        await ActivateAsync("b");
        _bed.Calls.Reset();

        var rules = await Cache.GetAsync(default);

        Assert.Equal(expected.Split(' '), rules.Periods.Select(period => period.Rules));
        Assert.Equal(calls, _bed.Calls.Total);
    }

    [Fact]
    public async Task Get_OtherSurroundings_CompilesTheSameTextAgain()
    {
        await ActivateAsync("a");
        await Cache.GetAsync(default);
        _bed.Clock.Advance(MaxAge + TimeSpan.FromTicks(1));
        await Cache.GetAsync(default);
        Assert.Equal(1, _document.Compiled);

        _document.Surroundings = "other hosts";
        _bed.Clock.Advance(MaxAge + TimeSpan.FromTicks(1));
        await Cache.GetAsync(default);

        Assert.Equal(2, _document.Compiled);
    }

    private async Task ActivateAsync(string text)
    {
        var store = _bed.Get<ISettingsStore>();
        var now = _bed.Clock.GetUtcNow();
        var (stored, etag) = await store.GetLogAsync(_document.Name, default);
        var log = stored ?? SettingsLog.Empty;
        var version = log.Versions.Count + 1;
        await store.SaveAsync(
            _document.Name,
            log with
            {
                Versions = [.. log.Versions, new SettingsVersion { Number = version, Hash = text, StoredAt = now }],
                Activations = [.. log.Activations, new SettingsActivation { Version = version, From = now, AskedAt = now }],
            },
            etag,
            text,
            default);
    }

    private sealed class SetClock : TimeProvider
    {
        public required DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }

    // A document whose rules are its text.
    private sealed class PlainRules : IRulesDocument<string>
    {
        public string Name => "plain";

        public SettingsEffect Effect { get; set; } = SettingsEffect.AtOnce;

        public string ShippedText => "shipped";

        public string Schema => "{}";

        public string Shipped => "shipped";

        public string Surroundings { get; set; } = "";

        public int Compiled { get; private set; }

        public IReadOnlyList<Problem> Check(string json) => [];

        public string? LabelOf(string json) => null;

        public string Compile(string json)
        {
            Compiled++;
            return json;
        }
    }
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using Pipeline.Health;
using Pipeline.Settings;
using Pipeline.Testing;

namespace Pipeline.UnitTests.Health;

public sealed class HealthHandlerTests
{
    private readonly Mock<IStorageProbe> _probe = new();
    private readonly ManualClock _clock = new();
    private readonly SettingsCheck _settings = new(new ConfigurationBuilder().Build(), [], Mock.Of<IServiceProvider>());

    [Fact]
    public async Task Check_StorageThatStopsAnswering_IsNoticedOnTheNextRequest()
    {
        var before = await CheckAsync();
        _probe.Setup(probe => probe.ReadTableAsync(It.IsAny<CancellationToken>())).ThrowsAsync(new IOException("Away."));
        var away = await CheckAsync();

        Assert.Equal(new HealthState("ok", "ok", "ok"), before);
        Assert.Equal((new HealthState("failing", "no answer", "ok"), false), (away, away.IsOk));
    }

    [Fact]
    public async Task Check_QueueThatNeverAnswers_GivesUpAfterItsPatience()
    {
        _probe.Setup(probe => probe.ReadQueueAsync(It.IsAny<CancellationToken>())).Returns(new TaskCompletionSource().Task);
        var check = CheckAsync();
        _clock.Advance(HealthHandler.Patience - TimeSpan.FromTicks(1));
        var early = check.IsCompleted;
        _clock.Advance(TimeSpan.FromTicks(1));

        Assert.False(early);
        Assert.Equal(new HealthState("failing", "ok", "no answer"), await check);
    }

    [Fact]
    public async Task Check_SettingsThatCannotBeRead_AreNoReasonToFail()
    {
        var store = new Mock<ISettingsStore>();
        store.Setup(store => store.GetLogAsync(It.IsAny<string>(), It.IsAny<CancellationToken>())).ThrowsAsync(new IOException("Away."));
        var warnings = new SettingsWarnings([new Pipeline.Lifecycle.StageSettings()], store.Object);

        var state = await new HealthHandler(
            _probe.Object, _settings, warnings, _clock, NullLogger<HealthHandler>.Instance).CheckAsync(default);

        Assert.Equal(new HealthState("ok", "ok", "ok"), state);
    }

    private Task<HealthState> CheckAsync() => new HealthHandler(
        _probe.Object,
        _settings,
        new SettingsWarnings([], Mock.Of<ISettingsStore>()),
        _clock,
        NullLogger<HealthHandler>.Instance).CheckAsync(default);
}

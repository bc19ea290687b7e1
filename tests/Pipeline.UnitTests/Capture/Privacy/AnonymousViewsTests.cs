using Pipeline.Capture.Privacy;
using Pipeline.Channels;
using Pipeline.Events;
using Pipeline.Records;
using Pipeline.Settings;
using Pipeline.Testing;

namespace Pipeline.UnitTests.Capture.Privacy;

public sealed class AnonymousViewsTests : IDisposable
{
    private static readonly TimeSpan Delay = new RulesOptions().RulesDelay;

    private readonly PipelineBed _bed = PipelineBed.InMemory();

    private AnonymousViews Views => field ??= new AnonymousViews(
        new ChannelClassifier(ChannelRules.Default), _bed.Get<RulesCache<ChannelClassifier>>());

    public void Dispose() => _bed.Dispose();

    [Fact]
    public void Of_NothingActivated_IsDecidedByTheShippedRules() => Assert.Equal("Referral", Channel());

    [Fact]
    public async Task Of_AfterAnActivation_IsDecidedByTheRulesOfItsMoment()
    {
        _ = Channel();
        await ActivateAsync();

        _bed.Clock.Advance(Delay - TimeSpan.FromTicks(1));
        _ = Channel();
        Assert.Equal("Referral", Channel());

        _bed.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal("Organic Social", Channel());
        Assert.Equal("Referral", Channel(_bed.Clock.GetUtcNow().AddTicks(-1)));
    }

    [Fact]
    public async Task Of_StorageAway_IsDecidedByTheRulesKnownSoFar()
    {
        await ActivateAsync();
        _bed.Clock.Advance(Delay);
        _ = Channel();

        _bed.Clock.Advance(Delay);
        _bed.Calls.Before = _ => throw new FaultException("Away.");

        Assert.Equal("Organic Social", Channel());
    }

    [Fact]
    public void Of_StorageSlow_NeverWaits()
    {
        _bed.Calls.Before = _ => new TaskCompletionSource().Task;

        Assert.Equal("Referral", Channel());
    }

    private string Channel(DateTimeOffset? at = null) =>
        Views.Of("v", at ?? _bed.Clock.GetUtcNow(), PageAddress.Parse("https://www.example.org/")!, "https://partner.example/").Channel;

    private Task<SettingsOutcome> ActivateAsync() => _bed.Get<SettingsHandler>().PutAsync(
        new SettingsEdit("channels", null, new ActionNote(null, null)),
        """{ "rulesVersion": "ours", "additions": { "social": [{ "name": "partner", "domains": ["partner.example"] }] } }""",
        activate: true,
        default);
}

using System.Text.Json;
using Pipeline.Attribution;
using Pipeline.Days;
using Pipeline.Events;
using Pipeline.Leads;
using Pipeline.Leads.Facts;
using Pipeline.Records;
using Pipeline.Testing;
using static Pipeline.UnitTests.Identity.Facts;

namespace Pipeline.UnitTests.Leads.Facts;

/// <summary>How a profile is stored: a row holds 1 MiB.</summary>
public sealed class LeadProfileTests : IDisposable
{
    private readonly PipelineBed _bed = PipelineBed.InMemory();

    public void Dispose() => _bed.Dispose();

    [Theory]
    [InlineData(0, new int[0])]
    [InlineData(3, new[] { 3 })]
    [InlineData(40, new[] { 0, 1, 39, 40, 40 })]
    public void Packed_ThenUnpacked_IsTheSame(int touches, int[] conversions)
    {
        var profile = Profile([.. Enumerable.Range(0, touches).Select(Touch)], conversions);

        var packed = Read(Write(profile.Packed()));

        Assert.All(packed.Conversions, conversion => Assert.Empty(conversion.Touches));
        Assert.Equal(touches == 0 ? 0 : Math.Min(touches, 3), packed.Journey!.Sources.Count);
        Assert.Equal(Write(profile), Write(packed.Unpacked()));
        Assert.Equal(Write(profile.Packed()), Write(profile.Packed().Packed()));
    }

    [Fact]
    public void Packed_OfConversionsThatLeaveTouchesOut_IsTheSameUnpacked()
    {
        Touch[] journey = [.. Enumerable.Range(0, 20).Select(Touch)];
        var profile = Profile(journey, 20, 20, 3, 0);
        profile = profile with
        {
            Conversions = [.. profile.Conversions.Select((conversion, n) => conversion with
            {
                Touches = [.. conversion.Touches.Where((_, place) => n == 1 ? place is 7 or 8 or 16 : (place + n) % 3 > 0)],
            })],
        };

        var packed = Read(Write(profile.Packed()));

        Assert.All(packed.Conversions, conversion => Assert.Empty(conversion.Touches));
        Assert.Equal(Write(profile), Write(packed.Unpacked()));
    }

    [Fact]
    public async Task Save_OfManyConversionsThatLeaveEveryOtherTouchOut_FitsTheRow()
    {
        Touch[] journey = [.. Enumerable.Range(0, ProfileBounds.MaxTouches).Select(Touch)];
        var profile = Profile(journey, [.. Enumerable.Repeat(journey.Length, 60)]);
        profile = profile with
        {
            Conversions = [.. profile.Conversions.Select((conversion, n) =>
                conversion with { Touches = [.. conversion.Touches.Where((_, place) => (place + n) % 2 == 0)] })],
        };

        await _bed.Get<ILeadStore>().SaveProfileAsync(profile, null, [], default);

        Assert.Equal(Write(profile), Write((await _bed.Get<ILeadStore>().GetProfileAsync(profile.LeadId, default)).Value!));
    }

    [Fact]
    public void Packed_OfTouchesInAnotherOrder_KeepsThemWhereTheyAre()
    {
        var profile = Profile([Touch(1), Touch(2)], 1);
        profile = profile with { Conversions = [.. profile.Conversions, profile.Conversions[0] with { Touches = [Touch(6), Touch(5)] }] };

        Assert.Same(profile, profile.Packed());
        Assert.Same(profile, profile.Unpacked());
    }

    [Fact]
    public void Unpacked_OfVersion1_IsAsItWasStored()
    {
        var profile = Profile([Touch(1), Touch(2)], 1, 2) with { Version = 1 };

        Assert.Equal(Write(profile), Write(Read(Write(profile)).Unpacked()));
    }

    [Fact]
    public async Task Save_OfThousandsOfTouchesAndManyConversions_FitsTheRow()
    {
        var profile = Profile([.. Enumerable.Range(0, 3_000).Select(Touch)], 1, 1_000, 2_000, 2_500, 3_000);
        Assert.True(Write(profile).Length > 2_000_000);

        await _bed.Get<ILeadStore>().SaveProfileAsync(profile, null, [], default);

        Assert.Equal(Write(profile), Write((await _bed.Get<ILeadStore>().GetProfileAsync(profile.LeadId, default)).Value!));
    }

    [Fact]
    public async Task Save_OfMoreThanARowHolds_SaysSoAndKeepsTheProfileBefore()
    {
        var profile = Profile([Touch(1)], 1);
        await _bed.Get<ILeadStore>().SaveProfileAsync(profile, null, [], default);
        var stored = await _bed.Get<ILeadStore>().GetProfileAsync(profile.LeadId, default);
        var tooLong = Profile([.. Enumerable.Range(0, 6_000).Select(Touch)], 6_000);

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => _bed
            .Get<ILeadStore>()
            .SaveProfileAsync(tooLong, stored.ETag, [], default));

        Assert.Contains(profile.LeadId, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("@", error.Message, StringComparison.Ordinal);
        Assert.Equal(stored.ETag, (await _bed.Get<ILeadStore>().GetProfileAsync(profile.LeadId, default)).ETag);
    }

    [Fact]
    public async Task Refresh_OfALeadThatStrangersFilled_StillFitsTheRow()
    {
        var form = Form(
            "form", 0, "ann") with
        { Fields = new(Enumerable.Range(0, 50).ToDictionary(n => $"field{n}", _ => new string('"', 1_000))) };
        var others = Enumerable.Range(0, 400)
            .Select(n => FactKey.Of($"visitor {n}"))
            .Select(visitor => Form($"form {visitor}", 1, "ann", visitor));
        await _bed.CaptureAsync(
            [.. Enumerable.Range(-1_600, 1_600).Select(Hostile), form.Queued(), .. others.Select(other => other.Queued())]);

        var profile = (await _bed.Get<ILeadStore>().GetProfileAsync(Lead("ann"), default)).Value!;
        Assert.Equal((At(1), LeadInsight.MaxVisitors), (profile.LastActivityAt, profile.Insight.Visitors!.Count));
        Assert.Equal(ProfileBounds.MaxTouches - 400, profile.Conversions[0].Touches.Count);
        Assert.InRange(Write(profile.Packed()).Length, 100_000, 510_000);
    }

    [Theory]
    [InlineData(ProfileBounds.MaxTouches - 1, ProfileBounds.MaxTouches - 1)]
    [InlineData(ProfileBounds.MaxTouches, ProfileBounds.MaxTouches)]
    [InlineData(ProfileBounds.MaxTouches + 1, ProfileBounds.MaxTouches)]
    public void Bounds_OfALongJourney_KeepItsBeginningAndItsEnd(int touches, int kept)
    {
        Touch[] journey = [.. Enumerable.Range(0, touches).Select(Touch)];

        var bounded = ProfileBounds.Journey(journey);

        Assert.Equal(kept, bounded.Count);
        Assert.Equal(journey[..ProfileBounds.FirstTouches], bounded.Take(ProfileBounds.FirstTouches));
        Assert.Equal(journey[^(kept - ProfileBounds.FirstTouches)..], bounded.Skip(ProfileBounds.FirstTouches));
    }

    [Fact]
    public void Bounds_OfManyLongNames_KeepEachChannelAndTheNamesThatCameFirst()
    {
        Touch[] journey =
        [
            .. Enumerable.Range(0, 100).Select(n => Touch(n) with
            {
                LandingPage = $"https://www.example.org/{n:D3}{new string('a', 973)}",
                Source = Touch(n).Source with { Campaign = $"{n:D3}{new string('c', 997)}" },
            }),
        ];

        var bounded = ProfileBounds.Journey([.. journey, journey[0]]);

        Assert.Equal(60, bounded.Count(touch => touch.LandingPage != RollupDimensions.Other) - 1);
        Assert.Equal(59, bounded.Count(touch => touch.Source.Campaign != RollupDimensions.Other) - 1);
        Assert.All(bounded, touch => Assert.Equal("Organic Social", touch.Source.Channel));
        Assert.Equal(journey[0], bounded[^1]);
    }

    private static CapturedEvent Hostile(int n) => View($"v{n:D5}", n) with
    {
        Url = $"https://www.example.org/{n:D5}{new string('x', 2_000)}",
        Campaign = new CampaignParameters
        {
            Source = $"{n:D5}{string.Concat(Enumerable.Repeat("😀", 97))}",
            Medium = new string('m', 200),
            Campaign = new string('c', 200),
            Content = new string('d', 200),
            Term = new string('t', 200),
        },
    };

    private static Touch Touch(int n)
    {
        var touch = Sample.Touch(At(n), "Organic Social", $"{Visitor}|{n:D26}");
        return touch with
        {
            Source = touch.Source with
            {
                Source = $"s{n % 3}",
                Medium = "social",
                Campaign = "spring",
                RuleId = "organic-social",
                RulesVersion = "default-1",
            },
            LandingPage = n % 5 == 0 ? null : $"https://www.example.org/a/landing/page/{n % 7}",
        };
    }

    private static LeadProfile Profile(IReadOnlyList<Touch> journey, params int[] conversions) => Sample
        .Profile(Lead("ann"), Email("ann"), Start) with
    {
        Conversions =
        [
            .. conversions.Select((count, n) => new LeadConversion
            {
                Conversion = new Conversion { Id = $"c{n}", LeadId = Lead("ann"), Kind = ConversionKind.Customer, At = At(n), Amount = n },
                Day = "2026-03-02",
                Touches = [.. journey.Take(count)],
                LeadCreatedAt = Start,
            }),
        ],
    };

    private static string Write(LeadProfile profile) => JsonSerializer.Serialize(profile, LeadJson.Stored.LeadProfile);

    private static LeadProfile Read(string text) => JsonSerializer.Deserialize(text, LeadJson.Stored.LeadProfile)!;
}

using System.Text.Json;
using Pipeline.Attribution;
using Pipeline.Capture;
using Pipeline.Leads;
using Pipeline.Records;
using Pipeline.Testing;
using static Pipeline.UnitTests.Identity.Facts;

namespace Pipeline.UnitTests.Leads;

/// <summary>How a profile is stored: a row holds 1 MiB.</summary>
public sealed class LeadProfileTests : IDisposable
{
    private readonly PipelineBed bed = PipelineBed.InMemory();

    public void Dispose() => bed.Dispose();

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
    public void Packed_OfConversionsWithOtherTouches_KeepsThemWhereTheyAre()
    {
        var profile = Profile([Touch(1), Touch(2)], 1);
        profile = profile with { Conversions = [.. profile.Conversions, profile.Conversions[0] with { Touches = [Touch(5), Touch(6)] }] };

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

        await bed.Get<ILeadStore>().SaveProfileAsync(profile, null, [], default);

        Assert.Equal(Write(profile), Write((await bed.Get<ILeadStore>().GetProfileAsync(profile.LeadId, default)).Value!));
    }

    [Fact]
    public async Task Save_OfMoreThanARowHolds_SaysSoAndKeepsTheProfileBefore()
    {
        var profile = Profile([Touch(1)], 1);
        await bed.Get<ILeadStore>().SaveProfileAsync(profile, null, [], default);
        var stored = await bed.Get<ILeadStore>().GetProfileAsync(profile.LeadId, default);
        var tooLong = Profile([.. Enumerable.Range(0, 6_000).Select(Touch)], 6_000);

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => bed.Get<ILeadStore>().SaveProfileAsync(tooLong, stored.ETag, [], default));

        Assert.Contains(profile.LeadId, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("@", error.Message, StringComparison.Ordinal);
        Assert.Equal(stored.ETag, (await bed.Get<ILeadStore>().GetProfileAsync(profile.LeadId, default)).ETag);
    }

    private static Touch Touch(int n) => new()
    {
        Id = $"{Visitor}|{n:D26}",
        At = At(n),
        Source = new VisitSource { Channel = "Organic Social", Source = $"s{n % 3}", Medium = "social", Campaign = "spring", RuleId = "organic-social", RulesVersion = "default-1" },
        LandingPage = n % 5 == 0 ? null : $"https://www.example.org/a/landing/page/{n % 7}",
    };

    private static LeadProfile Profile(IReadOnlyList<Touch> journey, params int[] conversions) => new()
    {
        LeadId = Lead("ann"),
        Email = Email("ann"),
        Fields = [],
        CreatedAt = Start,
        LastActivityAt = Start,
        Stage = "lead",
        StageSince = Start,
        ScoreSum = 1,
        RankKey = "00",
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

    private static string Write(LeadProfile profile) => JsonSerializer.Serialize(profile, RecordJson.Stored.LeadProfile);

    private static LeadProfile Read(string text) => JsonSerializer.Deserialize(text, RecordJson.Stored.LeadProfile)!;
}

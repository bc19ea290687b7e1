using FsCheck;
using FsCheck.Fluent;
using Pipeline.Events;
using Pipeline.Leads;
using Pipeline.Testing;

namespace Pipeline.UnitTests.Leads;

public sealed class LinkScannersTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("a@0 b@5000", "")]
    [InlineData("a@0 b@5000 c@9999", "a@0 b@5000 c@9999")]
    [InlineData("a@0 b@5000 c@10000", "a@0 b@5000 c@10000")]
    [InlineData("a@0 b@5000 c@10001", "")]
    [InlineData("a@0 b@1 a@2 b@3", "")]
    [InlineData("a@0 A@1 b@2", "")]
    [InlineData("a@0 b@0 c@0", "a@0 b@0 c@0")]
    [InlineData("c@9000 a@0 b@5000", "a@0 b@5000 c@9000")]
    [InlineData("a@0 b@6000 c@12000 d@15000", "b@6000 c@12000 d@15000")]
    [InlineData("a@0 b@1 c@2 a@60000", "a@0 b@1 c@2")]
    [InlineData("a@0 b@4000 c@8000 d@12000 e@16000", "a@0 b@4000 c@8000 d@12000 e@16000")]
    public void Flag_Clicks_AreTheScannersWhenThreeLinksFallInTenSeconds(string clicks, string flagged)
    {
        var result = LinkScanners.Flag(clicks.Split(' ').Select(Click));

        Assert.Equal(
            flagged, string.Join(' ', result.Where(click => click.Automatic).OrderBy(click => click.OccurredAt).Select(click => click.Id)));
        Assert.All(result, click => Assert.Equal(click.Automatic, click.Marks?.Contains(LinkScanners.Mark) ?? false));
    }

    [Fact]
    public void Flag_OtherEvents_AreNotTouched()
    {
        CapturedEvent[] events =
        [
            Click("a@0"),
            Click("b@1"),
            Click("c@2") with { LeadId = "l", Email = "ann@example.org" },
            Click("d@3") with { VisitorId = "v" },
            Click("e@4") with { Props = null },
            Click("f@5") with { Type = EventType.Custom },
        ];

        Assert.All(LinkScanners.Flag(events), captured => Assert.False(captured.Automatic));
    }

    [Fact]
    public void Flag_AnyClicks_AgreesWithTheDefinitionInAnyOrder() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(500),
            Prop.ForAll(Gen.Choose(0, 3)
                .SelectMany(link => Gen.Choose(0, 30).Select(at => (Link: "abcd"[link], At: at * 1000)))
                .ListOf()
                .ToArbitrary(), picks =>
            {
                var clicks = picks.Distinct().Select(pick => Click($"{pick.Link}@{pick.At}")).ToList();
                var expected = clicks.Where(click => clicks.Exists(last =>
                    last.OccurredAt >= click.OccurredAt && last.OccurredAt - click.OccurredAt <= LinkScanners.Window
                    && clicks
                        .Where(other => other.OccurredAt <= last.OccurredAt && last.OccurredAt - other.OccurredAt <= LinkScanners.Window)
                            .Select(other => other.Props!["link"])
                        .Distinct()
                        .Count() >= 3)).Select(click => click.Id).Order(StringComparer.Ordinal).ToList();
                clicks.Reverse();
                return LinkScanners.Flag(clicks)
                    .Where(click => click.Automatic)
                    .Select(click => click.Id)
                    .Order(StringComparer.Ordinal)
                    .SequenceEqual(expected);
            }));

    private static CapturedEvent Click(string text)
    {
        var (link, at) = (text.Split('@')[0], int.Parse(text.Split('@')[1], System.Globalization.CultureInfo.InvariantCulture));
        return Sample.Click(text, Start.AddMilliseconds(at), "l_abcdefghijklmnopqrstuvwx23", link) with { ReceivedAt = Start.AddMinutes(1) };
    }
}

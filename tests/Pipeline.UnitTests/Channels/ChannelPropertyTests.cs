using FsCheck;
using FsCheck.Fluent;
using Pipeline.Channels;
using Pipeline.Events;

namespace Pipeline.UnitTests.Channels;

public sealed class ChannelPropertyTests
{
    private static readonly string[] Words =
    [
        "google", "facebook.com", "www.google.com", "cpc", "cpm", "email", "organic", "newsletter", "shop", "gclid", "fbclid", "://",
        "https://", ".", "..",
        "[", "]", "@", ":", "/", "?", "#", "%", "%41", "é", "ß.de", "\0", "\ud83d", " ", "*", "google.*", "xn--", "paypal.com", "(direct)",
        new string('a', 70), new string('.', 40), string.Concat(Enumerable.Repeat("a.", 200)),
    ];

    private static readonly ChannelClassifier Classifier = new(ChannelRules.Default);

    [Fact]
    public void Classify_AnyStrings_GiveExactlyOneChannel()
    {
        var text = Gen.OneOf(
            Gen.Constant<string?>(null),
            Gen.Elements<string?>(Words),
            Gen.Elements(Words).ListOf().Select(words => (string?)string.Concat(words)),
            ArbMap.Default.GeneratorFor<string?>());
        var input = text.ArrayOf(9).ToArbitrary();

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5000), Prop.ForAll(input, HasOneChannel));
    }

    private static bool HasOneChannel(string?[] text)
    {
        var campaign = new CampaignParameters
        {
            Source = text[0],
            Medium = text[1],
            Campaign = text[2],
            Term = text[3],
            Content = text[4],
            ClickIdKind = text[5],
            ClickId = text[6],
        };
        var first = Classifier.Classify(null, text[7], text[8], null);
        var decision = Classifier.Classify(campaign, text[7], text[8], first);
        return Holds(first)
            && Holds(decision)
            && decision == Classifier.Classify(campaign, text[7], text[8], first)
            && (!Classifier.StartsNewVisit(campaign, text[7], text[8], decision));
    }

    private static bool Holds(VisitSource decision) =>
        ChannelNames.All.Count(name => name == decision.Channel) == 1
        && decision.Source.Length > 0
        && decision.Medium.Length > 0
        && decision.RulesVersion == "default-2"
        && ChannelRules.Default.Order!.Contains(decision.RuleId);
}

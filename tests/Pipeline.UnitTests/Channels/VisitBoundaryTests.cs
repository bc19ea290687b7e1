using Pipeline.Channels;
using Pipeline.Events;

namespace Pipeline.UnitTests.Channels;

public sealed class VisitBoundaryTests
{
    private const string Page = "shop.example";
    private static readonly ChannelClassifier Classifier = new(ChannelRules.Default);

    [Theory]
    // The visit, then an event with the same or other parameters.
    [InlineData("utm_source=a&utm_medium=b&utm_campaign=c", "", "utm_source=a&utm_medium=b&utm_campaign=c", "", false)]
    [InlineData("utm_source=a&utm_medium=b&utm_campaign=c", "", "utm_source=A&utm_medium=B&utm_campaign=C", "", false)]
    [InlineData("utm_source=a&utm_medium=b&utm_campaign=c", "", "utm_source=x&utm_medium=b&utm_campaign=c", "", true)]
    [InlineData("utm_source=a&utm_medium=b&utm_campaign=c", "", "utm_source=a&utm_medium=x&utm_campaign=c", "", true)]
    [InlineData("utm_source=a&utm_medium=b&utm_campaign=c", "", "utm_source=a&utm_medium=b&utm_campaign=x", "", true)]
    [InlineData("utm_source=a&utm_medium=b&utm_campaign=c", "", "utm_source=a&utm_medium=b", "", true)]
    [InlineData("utm_source=a&utm_medium=b&utm_term=t", "", "utm_source=a&utm_medium=b&utm_term=u&utm_content=v", "", false)]
    [InlineData("utm_source=a&utm_medium=b", "", "utm_source=a&utm_medium=b&gclid=1", "", true)]
    [InlineData("gclid=1", "", "gclid=2", "", false)]
    [InlineData("gclid=1", "", "gbraid=2", "", true)]
    [InlineData("gclid=1", "", "msclkid=2", "", true)]
    // No parameters never start one, whatever the referrer says.
    [InlineData("utm_source=a&utm_medium=b", "", "", "", false)]
    [InlineData("utm_source=a&utm_medium=b", "", "", "https://www.google.com/", false)]
    [InlineData("", "", "q=1", "https://www.google.com/", false)]
    // A click from Facebook in the middle of a direct visit, and the next page that still carries fbclid.
    [InlineData("", "", "fbclid=1", "https://l.facebook.com/", true)]
    [InlineData("fbclid=1", "https://l.facebook.com/", "fbclid=1", "https://l.facebook.com/", false)]
    [InlineData("fbclid=1", "https://l.facebook.com/", "fbclid=1", "https://www.shop.example/", false)]
    public void StartsNewVisit_ParametersOfAnEvent_AreComparedWithTheVisit(
        string visitQuery, string visitReferrer, string query, string referrer, bool expected)
    {
        var visit = Classifier.Classify(Campaign(visitQuery), visitReferrer, Page, null);

        Assert.Equal(expected, Classifier.StartsNewVisit(Campaign(query), referrer, Page, visit));
    }

    [Fact]
    public void CarriesCampaign_NothingOrEmptyParameters_IsFalse()
    {
        Assert.False(VisitBoundary.CarriesCampaign(null));
        Assert.False(VisitBoundary.CarriesCampaign(new CampaignParameters()));
        Assert.True(VisitBoundary.CarriesCampaign(new CampaignParameters { CampaignId = "7" }));
        Assert.True(VisitBoundary.CarriesCampaign(new CampaignParameters { ClickIdKind = "fbclid" }));
    }

    private static CampaignParameters? Campaign(string query) => PageAddress.Parse($"https://{Page}/?{query}")!.Campaign;
}

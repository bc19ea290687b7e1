using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Capture.Privacy;
using Pipeline.Channels;
using Pipeline.Events;
using Pipeline.Ruleset;
using Pipeline.Settings;

namespace Pipeline.UnitTests.Capture.Sites;

public sealed class OwnSitesTests
{
    private const string Referrer = "https://blog.firma.example/post";

    [Theory]
    [InlineData(null, "Referral")]
    [InlineData("https://www.firma.example", "Direct")]
    [InlineData("www.firma.example", "Direct")]
    public void Sites_OfCapture_AreOwnForPageViewsOfNobody(string? site, string channel)
    {
        using var bed = site is null ? new CaptureBed() : new CaptureBed(("Sites:0", site));

        var view = bed.Get<AnonymousViews>().Of("v", bed.Now, PageAddress.Parse("https://www.shop.example/")!, Referrer);

        Assert.Equal(channel, view.Channel);
    }

    [Theory]
    [InlineData(null, "Referral")]
    [InlineData("www.firma.example", "Direct")]
    public void Sites_OfCapture_AreOwnUnderAnyVersionOfTheRules(string? site, string channel)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Pipeline:Capture:Sites:0", site)]).Build();
        using var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration)
            .AddOptions()
            .AddSettings<Pipeline.Capture.CaptureOptions>(
                Pipeline.Capture.CaptureOptions.Section, SettingsFaults.StopStart)
            .AddRules()
            .BuildServiceProvider();
        var document = services.GetRequiredService<IRulesDocument<ChannelClassifier>>();

        Assert.Equal(channel, document.Shipped.Classify(null, Referrer, "www.shop.example", null).Channel);
        Assert.Equal(
            channel, document.Compile("""{ "rulesVersion": "ours" }""").Classify(null, Referrer, "www.shop.example", null).Channel);
    }
}

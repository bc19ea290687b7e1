using Microsoft.Extensions.Options;
using Pipeline.Capture;
using Pipeline.Capture.Sites;

namespace Pipeline.UnitTests.Capture.Sites;

public sealed class SiteListTests
{
    private const string Own = "data.example.org";

    [Theory]
    [InlineData("https://data.example.org", Own)]
    [InlineData("http://data.example.org", Own)]
    [InlineData("https://DATA.example.org:443", Own)]
    [InlineData("http://collector.test:7071", "collector.test:7071")]
    [InlineData("http://localhost:5500", Own)]
    [InlineData("http://shop.localhost", Own)]
    [InlineData("http://127.0.0.1:8080", Own)]
    [InlineData("http://127.9.9.9", Own)]
    [InlineData("https://www.example.org", Own)]
    [InlineData("https://example.org", Own)]
    [InlineData("http://blog.example.org:8080", Own)]
    [InlineData("https://www.shop.co.uk", "data.shop.co.uk")]
    [InlineData("https://www.mine.azurewebsites.net", "mine.azurewebsites.net")]
    [InlineData("http://[::1]:8080", Own)]
    [InlineData(null, Own)]
    [InlineData("", Own)]
    public void Decide_NothingConfigured_AllowsTheOwnDomainAndLoopback(string? origin, string host) =>
        Assert.Null(List().Decide(origin, host).Problem);

    [Theory]
    [InlineData("https://www.example.com")]
    [InlineData("https://data.example.org.evil.test")]
    [InlineData("https://dataexample.org")]
    [InlineData("https://org")]
    [InlineData("https://localhost.evil.test")]
    [InlineData("https://128.0.0.1")]
    [InlineData("null")]
    public void Decide_NothingConfigured_RefusesAnotherSiteAndNamesTheSetting(string origin)
    {
        var problem = List().Decide(origin, Own).Problem!.Value;

        Assert.Equal("unknown_site", problem.Code);
        Assert.Contains("Pipeline:Capture:Sites", problem.Detail, StringComparison.Ordinal);
        Assert.Contains($"add {origin} to", problem.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://www.example.org", "https://www.example.org", true)]
    [InlineData("https://www.example.org", "https://www.example.org:443", true)]
    [InlineData("https://www.example.org", "http://www.example.org", false)]
    [InlineData("https://www.example.org", "https://www.example.org:8443", false)]
    [InlineData("https://www.example.org:8443", "https://www.example.org:8443", true)]
    [InlineData("https://www.example.org:8443", "https://www.example.org", false)]
    [InlineData("www.example.org", "https://www.example.org", true)]
    [InlineData("www.example.org", "http://www.example.org:5000", true)]
    [InlineData("www.example.org:5000", "http://www.example.org:5000", true)]
    [InlineData("www.example.org:5000", "http://www.example.org", false)]
    [InlineData("www.example.org", "https://example.org", true)]
    [InlineData("https://www.example.org:8443", "https://example.org:8443", true)]
    [InlineData("https://www.example.org", "http://example.org", false)]
    [InlineData("www.example.org", "https://blog.example.org", false)]
    [InlineData("example.org", "https://www.example.org", false)]
    [InlineData("HTTPS://WWW.Example.ORG", "https://www.example.org", true)]
    [InlineData("https://bücher.example", "https://xn--bcher-kva.example", true)]
    [InlineData("null", "null", true)]
    [InlineData("www.example.org", "null", false)]
    public void Decide_OneSiteConfigured_AllowsItExactly(string entry, string origin, bool allowed)
    {
        var decision = List(entry).Decide(origin, "collector.test");

        Assert.Equal(allowed, decision.Problem is null);
    }

    [Theory]
    [InlineData("https://theirs.azurewebsites.net", "mine.azurewebsites.net")]
    [InlineData("https://theirs.github.io", "mine.github.io")]
    [InlineData("https://other.co.uk", "data.shop.co.uk")]
    [InlineData("https://10.0.0.2", "10.0.0.1")]
    [InlineData("http://[fd00::2]", "[fd00::1]")]
    public void Decide_NeighbourUnderAPublicSuffix_IsAnotherSite(string origin, string host) =>
        Assert.Equal("unknown_site", List().Decide(origin, host).Problem!.Value.Code);

    [Theory]
    [InlineData("http://localhost:3000", "localhost:7071", true)]
    [InlineData("http://localhost:3000", "127.0.0.1:7071", true)]
    [InlineData("http://localhost:3000", Own, false)]
    public void Decide_SitesConfigured_LoopbackPagesNeedALoopbackCollector(string origin, string host, bool allowed) =>
        Assert.Equal(allowed, List("www.example.org").Decide(origin, host).Problem is null);

    [Theory]
    [InlineData("https://WWW.example.org:443", "https://www.example.org")]
    [InlineData("https://bücher.example", "https://xn--bcher-kva.example")]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("https://", null)]
    [InlineData("https://a b", null)]
    [InlineData("https://user@www.example.org", null)]
    [InlineData("https://www.example.org/", null)]
    [InlineData("https://www.example.org:99999", null)]
    [InlineData("https://www.example.org\r\nX: y", null)]
    public void Decide_AnyOrigin_SpellsItAsBrowsersDo(string origin, string? spelt) =>
        Assert.Equal(spelt, List().Decide(origin, Own).Origin);

    [Theory]
    [InlineData("*")]
    [InlineData("https://*.example.org")]
    [InlineData("https://www.example.org/shop")]
    [InlineData("ftp://example.org")]
    [InlineData("exa mple.org")]
    [InlineData("")]
    public void Options_EntryThatNeverMatches_IsRefusedAtStart(string entry)
    {
        using var bed = new CaptureBed(("Sites:0", "https://www.example.org"), ("Sites:1", entry));

        var fault = Assert.Throws<OptionsValidationException>(() => bed.Get<IOptions<CaptureOptions>>().Value);

        Assert.Contains($"'{entry}' is no site", fault.Message, StringComparison.Ordinal);
    }

    private static SiteList List(params string[] sites) => new(Options.Create(new CaptureOptions { Sites = sites }));
}

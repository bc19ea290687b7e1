using Pipeline.Channels;

namespace Pipeline.UnitTests.Channels;

public sealed class PublicSuffixesTests
{
    [Theory]
    [InlineData("example.org", "example.org")]
    [InlineData("www.example.org", "example.org")]
    [InlineData("a.b.c.example.org.", "example.org")]
    [InlineData("www.shop.co.uk", "shop.co.uk")]
    [InlineData("shop.co.uk", "shop.co.uk")]
    [InlineData("a.mine.azurewebsites.net", "mine.azurewebsites.net")]
    [InlineData("mine.github.io", "mine.github.io")]
    [InlineData("shop.myshopify.com", "shop.myshopify.com")]
    [InlineData("www.ck", "www.ck")]
    [InlineData("a.b.www.ck", "www.ck")]
    [InlineData("a.b.ck", "a.b.ck")]
    [InlineData("x.a.b.ck", "a.b.ck")]
    [InlineData("www.xn--85x722f.com.cn", "xn--85x722f.com.cn")]
    [InlineData("www.xn--85x722f.xn--55qx5d.cn", "xn--85x722f.xn--55qx5d.cn")]
    [InlineData("www.shop.localhost", "shop.localhost")]
    [InlineData("www.example.unlisted", "example.unlisted")]
    [InlineData("", "")]
    [InlineData(".", "")]
    [InlineData("org", "")]
    [InlineData("co.uk", "")]
    [InlineData("azurewebsites.net", "")]
    [InlineData("b.ck", "")]
    [InlineData("localhost", "")]
    [InlineData("192.168.1.10", "")]
    [InlineData("[2001:db8::1]", "")]
    public void RegistrableDomain_Host_IsOneLabelBelowThePublicSuffix(string host, string expected) =>
        Assert.Equal(expected, PublicSuffixes.RegistrableDomain(host).ToString());

    [Theory]
    [InlineData("blog.example.org", "www.example.org", true)]
    [InlineData("example.org", "www.example.org", true)]
    [InlineData("a.github.io", "b.github.io", false)]
    [InlineData("x.a.github.io", "a.github.io", true)]
    [InlineData("co.uk", "co.uk", false)]
    [InlineData("", "", false)]
    [InlineData("10.0.0.1", "10.0.0.1", false)]
    public void AreRelated_Hosts_WhenSomebodyRegisteredBoth(string left, string right, bool expected) =>
        Assert.Equal(expected, PublicSuffixes.AreRelated(left, right));
}

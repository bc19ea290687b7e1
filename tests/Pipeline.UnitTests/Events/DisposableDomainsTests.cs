using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Events;
using Pipeline.Functions.Capture;

namespace Pipeline.UnitTests.Events;

public sealed class DisposableDomainsTests
{
    private static readonly DisposableDomains Domains = DisposableDomains.Parse(
        Encoding.UTF8.GetBytes("""["throw.example","other.example"]"""), Encoding.UTF8.GetBytes("""["wild.example"]"""));

    [Theory]
    [InlineData("a@throw.example", true)]
    [InlineData("a@sub.throw.example", false)]
    [InlineData("a@wild.example", true)]
    [InlineData("a@deep.sub.wild.example", true)]
    [InlineData("a@notwild.example", false)]
    [InlineData("a@example", false)]
    [InlineData("throw.example@example.org", false)]
    public void Contains_Address_TellsByItsDomain(string email, bool expected) => Assert.Equal(expected, Domains.Contains(email));

    [Theory]
    [InlineData("{\"a\":1}")]
    [InlineData("[1]")]
    [InlineData("[")]
    public void Parse_NoListOfDomains_Throws(string json) =>
        Assert.ThrowsAny<JsonException>(() => DisposableDomains.Parse(Encoding.UTF8.GetBytes(json), "[]"u8));

    [Fact]
    public void EmbeddedList_HoldsWellKnownDomainsAndNoOrdinaryOnes()
    {
        using var services = new ServiceCollection().AddCaptureFunctions().BuildServiceProvider();
        var embedded = services.GetRequiredService<DisposableDomains>();

        Assert.All(
            new[] { "mailinator.com", "yopmail.com", "guerrillamail.com", "x.33mail.com" },
            domain => Assert.True(embedded.Contains("a@" + domain), domain));
        Assert.All(
            new[] { "example.org", "gmail.com", "orange.fr", "gmx.de", "outlook.com" },
            domain => Assert.False(embedded.Contains("a@" + domain), domain));
    }
}

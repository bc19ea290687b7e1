using Pipeline.Events;
using Pipeline.UnitTests.Capture;

namespace Pipeline.UnitTests.Text;

public sealed class AddressMaskTests
{
    [Theory]
    [InlineData("?email=ann@example.org", "?email=masked")]
    [InlineData("?Email=ann", "?Email=masked")]
    [InlineData("?user_email=ann&x=1", "?user_email=masked&x=1")]
    [InlineData("?email=", "?email=")]
    [InlineData("?email", "?email")]
    [InlineData("?token=abc", "?token=masked")]
    [InlineData("?access_token=abc&next=%2Fhome", "?access_token=masked&next=%2Fhome")]
    [InlineData("?password=x", "?password=masked")]
    [InlineData("?q=ann@example.org", "?q=masked")]
    [InlineData("?q=ann%40example.org", "?q=masked")]
    [InlineData("?next=%2Funsubscribe%3Fm%3Dann%2540example.org", "?next=masked")]
    [InlineData("?ann@example.org", "?masked")]
    [InlineData("?ann@example.org=1", "?masked=masked")]
    [InlineData("?q=ann+bob@mail.example.co.uk", "?q=masked")]
    [InlineData("unsubscribe/ann@example.org/now", "unsubscribe/masked/now")]
    [InlineData("unsubscribe/ann%40example.org", "unsubscribe/masked")]
    [InlineData("@ann/status", "@ann/status")]
    [InlineData("maps/@48.85,2.35,15z", "maps/@48.85,2.35,15z")]
    [InlineData("place/x@48.85", "place/x@48.85")]
    [InlineData("?q=ann@example", "?q=ann@example")]
    [InlineData("?q=a%", "?q=a%25")]
    [InlineData("?tokens=2&emails=3", "?tokens=2&emails=3")]
    public void Parse_AddressOfAPersonOrSecret_IsMasked(string given, string expected) =>
        Assert.Equal("https://example.org/" + expected, PageAddress.Parse("https://example.org/" + given)!.Url);

    [Fact]
    public void Parse_Campaign_HoldsNoAddressEither()
    {
        var campaign = PageAddress.Parse("https://example.org/?utm_source=brevo&utm_content=ann%40example.org&utm_term=a@b")!.Campaign!;

        Assert.Equal(("brevo", "masked", "a@b"), (campaign.Source, campaign.Content, campaign.Term));
    }

    [Theory]
    [InlineData(
        "https://elsewhere.example/ann@example.org/x?utm_source=a&to=ann@example.org",
        "https://elsewhere.example/masked/x?utm_source=a&to=masked")]
    [InlineData("https://elsewhere.example/x?a=1", "https://elsewhere.example/x?a=1")]
    [InlineData("mailto:sales@shop.example", "mailto:sales@shop.example")]
    public async Task Click_LinkThatNamesAPerson_IsMasked(string href, string expected)
    {
        using var bed = new CaptureBed();
        await bed.PostAsync(
            $$$"""{"visitor":"c1","events":[{"type":"click","url":"https://example.org/","props":{"href":"{{{href}}}"}}]}""");

        Assert.Equal(expected, Assert.Single(bed.Queue.Events).Props!["href"]);
    }

    [Fact]
    public void NormalizeReferrer_Address_IsMaskedToo() =>
        Assert.Equal(
            "https://mail.example.org/read?to=masked", PageAddress.NormalizeReferrer("https://mail.example.org/read?to=ann@example.org"));
}

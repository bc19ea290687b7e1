using Pipeline.Capture;

namespace Pipeline.UnitTests.Capture;

public sealed class JunkEmailTests
{
    private static readonly CaptureOptions Options = new() { JunkLocalParts = ["Asdf"], OwnDomains = ["acme.example"] };

    [Theory]
    [InlineData("test@example.org", "role address")]
    [InlineData("noreply@example.org", "role address")]
    [InlineData("asdf@example.org", "role address")]
    [InlineData("ann@acme.example", "own domain")]
    [InlineData("ann@mail.acme.example", "own domain")]
    public void ReasonOf_JunkAddress_SaysWhy(string address, string reason) =>
        Assert.Contains(reason, JunkEmail.ReasonOf(address, Options), StringComparison.Ordinal);

    [Theory]
    [InlineData("ann@example.org")]
    [InlineData("test.ann@example.org")]
    [InlineData("ann@notacme.example")]
    [InlineData("ann@acme.example.org")]
    public void ReasonOf_APersonsAddress_IsNull(string address) => Assert.Null(JunkEmail.ReasonOf(address, Options));
}

using Microsoft.Extensions.Options;
using Pipeline.Capture;
using Pipeline.Capture.Links;

namespace Pipeline.UnitTests.Capture.Links;

public sealed class LinkDocumentTests : IDisposable
{
    private readonly CaptureBed _bed = new(("Pipeline:LinkHosts:0", "www.example.org"), ("AllowedReturnHosts:0", "shop.example.org"));

    private LinkDocument Document => new(_bed.Get<IOptionsMonitor<LinkOptions>>(), _bed.Get<IOptions<CaptureOptions>>());

    public void Dispose() => _bed.Dispose();

    [Fact]
    public void ShippedText_IsGoodAndHoldsNoLink()
    {
        Assert.Empty(Document.Check(Document.ShippedText));
        Assert.Equal(0, Document.Compile(Document.ShippedText).Count);
    }

    [Fact]
    public void Compile_GoodLinks_AreFoundInAnyCase()
    {
        var links = Document.Compile("""
            { "version": 1, "links": [ // for the fair
              { "name": "Fair", "target": "https://www.example.org/offer", "campaign": { "source": "fair", "medium": "qr" } },
              { "name": "shop", "target": "https://shop.example.org/?utm_source=s" },
            ] }
            """);

        Assert.Equal("https://www.example.org/offer?utm_source=fair&utm_medium=qr", links.Find("FAIR")!.Location);
        Assert.NotNull(links.Find("shop"));
    }

    [Fact]
    public void Check_FaultyLinks_ListsEveryFaultByItsPath()
    {
        var problems = Document.Check($$"""
            { "version": 1, "links": [
              { "name": "a b", "target": "https://evil.test/", "campaign": { "term": "{{new string('x', 201)}}" } },
              { "name": "c", "target": "https://www.example.org/" },
              { "name": "C", "target": "https://www.example.org/?utm_source=s" } ] }
            """);

        Assert.Equal(
            ["$.links[0].campaign.term", "$.links[0].name", "$.links[0].target", "$.links[1].campaign.source", "$.links[2].name"],
            problems.Select(problem => problem.Field).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("{", "$")]
    [InlineData("""{"version":2,"links":[]}""", "$.version")]
    [InlineData("""{"version":1,"links":[{"name":"a"}]}""", "$.links[0].target")]
    [InlineData("""{"version":1,"links":[{"name":"a","target":"x","url":"y"}]}""", "$.links[0].url")]
    public void Check_BadForm_NamesThePlace(string json, string path) =>
        Assert.Contains(Document.Check(json), problem => problem.Field == path);

    [Fact]
    public void Compile_HostThatIsNoLongerAllowed_LeavesTheOthers()
    {
        var links = Document.Compile("""
            { "version": 1, "links": [
              { "name": "a", "target": "https://gone.example/?utm_source=s" },
              { "name": "b", "target": "https://www.example.org/?utm_source=s" } ] }
            """);

        Assert.Null(links.Find("a"));
        Assert.NotNull(links.Find("b"));
    }
}

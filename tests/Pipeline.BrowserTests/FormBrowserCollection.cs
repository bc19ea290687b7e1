namespace Pipeline.BrowserTests;

/// <summary>
/// The tests of forms, in a browser of their own beside the other tests: most of a test's time is the half second for which a page waits
/// before it sends.
/// </summary>
[CollectionDefinition(Name)]
public sealed class FormBrowserCollection : ICollectionFixture<BrowserFixture>
{
    /// <summary>What a test class names to be one of them.</summary>
    public const string Name = "browser of forms";
}

namespace Pipeline.BrowserTests;

/// <summary>The tests that share one browser.</summary>
[CollectionDefinition("browser")]
public sealed class BrowserCollection : ICollectionFixture<BrowserFixture>;

using Pipeline.Testing;

namespace Pipeline.LocalHostTests;

/// <summary>The tests that share one Azurite.</summary>
[CollectionDefinition("azurite")]
public sealed class AzuriteCollection : ICollectionFixture<AzuriteFixture>;

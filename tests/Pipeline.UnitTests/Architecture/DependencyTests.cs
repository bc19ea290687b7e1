using System.Reflection;
using Pipeline.Capture;
using Pipeline.Storage;

namespace Pipeline.UnitTests.Architecture;

public sealed class DependencyTests
{
    private static readonly Assembly Core = typeof(CapturedEvent).Assembly;
    private static readonly Assembly Storage = typeof(StorageServices).Assembly;

    [Fact]
    public void Core_References_NoAzure() =>
        Assert.DoesNotContain(References(Core), name => name.Contains("Azure", StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void Core_References_NoWebServer() =>
        Assert.DoesNotContain(References(Core), name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));

    [Fact]
    public void Storage_References_NoFunctionsRuntime() =>
        Assert.DoesNotContain(References(Storage), name => name.Contains("Functions", StringComparison.Ordinal));

    [Fact]
    public void Storage_References_Core() => Assert.Contains("Pipeline.Core", References(Storage));

    [Theory]
    [InlineData("src/Pipeline.Core")]
    [InlineData("src/Pipeline.Storage")]
    [InlineData("src/Pipeline.Functions")]
    public void Sources_OutsideEmbedded_DoNotKnowTheRuntime(string folder)
    {
        var knowing = RepositoryFiles.Sources(folder)
            .Where(file => file.Text.Contains("using Embedded", StringComparison.Ordinal)
                || file.Text.Contains("EmbeddedOptions", StringComparison.Ordinal)
                || file.Text.Contains("#if", StringComparison.Ordinal))
            .Select(file => file.Path);

        Assert.Empty(knowing);
    }

    private static IEnumerable<string> References(Assembly assembly) => assembly.GetReferencedAssemblies().Select(name => name.Name!);
}

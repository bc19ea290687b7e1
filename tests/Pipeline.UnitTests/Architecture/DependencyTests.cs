using System.Reflection;
using Pipeline.Events;
using Pipeline.LocalHost.Storage;
using Pipeline.Records;
using Pipeline.Storage;

namespace Pipeline.UnitTests.Architecture;

public sealed class DependencyTests
{
    private static readonly Assembly Core = typeof(CapturedEvent).Assembly;
    private static readonly Assembly Application = typeof(IWorkQueue).Assembly;
    private static readonly Assembly Storage = typeof(StorageServices).Assembly;

    [Fact]
    public void Projects_InOrder_ReferenceOnlyThoseBelow()
    {
        string[] Ours(Assembly assembly) =>
            [.. References(assembly).Where(name => name.StartsWith("Pipeline", StringComparison.Ordinal)).Order()];

        Assert.Empty(Ours(Core));
        Assert.Equal(["Pipeline.Core"], Ours(Application));
        Assert.Equal(["Pipeline.Application", "Pipeline.Core"], Ours(Storage));
        Assert.Equal(["Pipeline.Application", "Pipeline.Core", "Pipeline.Storage"], Ours(FunctionTypes.Assembly));
    }

    [Fact]
    public void Core_References_NothingOfAzureHostsOrWaits() =>
        Assert.DoesNotContain(References(Core), name => new[] { "Azure", "Microsoft.AspNetCore", "Microsoft.Extensions", "Polly" }
            .Any(foreign => name.Contains(foreign, StringComparison.OrdinalIgnoreCase)));

    [Fact]
    public void Application_References_NoAzure() =>
        Assert.DoesNotContain(References(Application), name => name.Contains("Azure", StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void Application_References_NoWebServer() =>
        Assert.DoesNotContain(References(Application), name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));

    [Fact]
    public void Storage_References_NoFunctionsPackage() =>
        Assert.DoesNotContain(References(Storage), name => name.Contains("Functions", StringComparison.Ordinal));

    [Fact]
    public void LocalHost_References_NothingOfTheProduct() =>
        Assert.DoesNotContain(References(typeof(AzuriteLauncher).Assembly), name => name.StartsWith("Pipeline", StringComparison.Ordinal));

    [Theory]
    [InlineData("src/Pipeline.Core")]
    [InlineData("src/Pipeline.Application")]
    [InlineData("src/Pipeline.Storage")]
    [InlineData("src/Pipeline.Functions")]
    public void Sources_OfTheProduct_DoNotKnowTheLocalHost(string folder)
    {
        var knowing = RepositoryFiles.Sources(folder)
            .Where(file => file.Text.Contains("LocalHost.", StringComparison.Ordinal)
                || file.Text.Contains("LocalHost:", StringComparison.Ordinal)
                || file.Text.Contains("#if", StringComparison.Ordinal))
            .Select(file => file.Path);

        Assert.Empty(knowing);
    }

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    public void Namespaces_AreNoneOfPublishedPackages(string folder)
    {
        var foreign = RepositoryFiles.Sources(folder)
            .Where(file => file.Text.Split('\n').Any(line => line.StartsWith("namespace ", StringComparison.Ordinal)
                && !line.StartsWith("namespace Pipeline", StringComparison.Ordinal)))
            .Select(file => file.Path);

        Assert.Empty(foreign);
    }

    private static IEnumerable<string> References(Assembly assembly) => assembly.GetReferencedAssemblies().Select(name => name.Name!);
}

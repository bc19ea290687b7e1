using System.Xml.Linq;
using Pipeline.Events;
using Pipeline.Records;
using Pipeline.Storage;

namespace Pipeline.UnitTests.Architecture;

public sealed class TypeTests
{
    [Fact]
    public void Classes_OfTheProduct_AreSealedStaticOrAbstract()
    {
        var open = new[]
        {
            typeof(CapturedEvent).Assembly,
            typeof(IWorkQueue).Assembly,
            typeof(StorageServices).Assembly,
            FunctionTypes.Assembly,
        }
            .SelectMany(assembly => assembly.GetTypes())

            // The worker SDK generates its own there; ours lie in folders below.
            .Where(type => type.Namespace != "Pipeline.Functions")
            .Where(type => type.IsClass
                && !type.IsSealed
                && !type.IsAbstract
                && type.Namespace?.StartsWith("Pipeline", StringComparison.Ordinal) == true);

        Assert.Empty(open);
    }

    [Fact]
    public void Options_EveryProperty_TellsItsValue()
    {
        var options = new[] { typeof(CapturedEvent).Assembly, typeof(IWorkQueue).Assembly, typeof(StorageServices).Assembly }
            .SelectMany(assembly => assembly.GetExportedTypes())
            .Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal))
            .ToList();
        var documented = options.Select(type => type.Assembly).Distinct()
            .SelectMany(assembly => XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member"))
            .Where(member => member.Element("value") is not null)
            .Select(member => (string)member.Attribute("name")!)
            .ToHashSet();

        Assert.NotEmpty(options);
        Assert.All(
            options.SelectMany(type => type.GetProperties()
                .Where(property => property.CanWrite)
                .Select(property => $"P:{type.FullName}.{property.Name}")),
            name => Assert.Contains(name, documented));
    }
}

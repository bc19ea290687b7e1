using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Pipeline.UnitTests.Docs.OpenApi;

/// <summary>Comments of types and members, as plain sentences.</summary>
internal sealed partial class XmlComments(IEnumerable<Assembly> assemblies)
{
    private readonly Dictionary<string, XElement> _members = assemblies
        .SelectMany(assembly => XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member"))
        .DistinctBy(member => (string)member.Attribute("name")!)
        .ToDictionary(member => (string)member.Attribute("name")!, StringComparer.Ordinal);

    public string? Of(Type type) => Sentence(Find($"T:{NameOf(type)}")?.Element("summary"));

    public string? Of(PropertyInfo property)
    {
        var type = property.DeclaringType!;
        return Sentence(Find($"P:{NameOf(type)}.{property.Name}")?.Element("summary"))
            ?? Sentence(Find($"T:{NameOf(type)}")?.Elements("param")
                .FirstOrDefault(item => (string?)item.Attribute("name") == property.Name));
    }

    private static string NameOf(Type type) => type.FullName!.Replace('+', '.');

    private XElement? Find(string name) => _members.GetValueOrDefault(name);

    private static string? Sentence(XElement? element)
    {
        if (element is null || element.Element("inheritdoc") is not null)
        {
            return null;
        }

        var text = string.Concat(element.Nodes().Select(node => node switch
        {
            XText words => words.Value,
            XElement { Name.LocalName: "see" } see =>
                (string?)see.Attribute("langword") ?? ((string?)see.Attribute("cref"))?.Split('.', ':')[^1],
            XElement inner => inner.Value,
            _ => string.Empty,
        }));
        return Space().Replace(text, " ").Trim() is { Length: > 0 } sentence ? sentence : null;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}

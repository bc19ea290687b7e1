using System.Reflection;

namespace Pipeline.UnitTests.Architecture;

/// <summary>The assemblies that are deployed: that of the functions and those of ours that it refers to.</summary>
internal static class ProductAssemblies
{
    public static IReadOnlyList<Assembly> All { get; } = Find(FunctionTypes.Assembly, []);

    public static IReadOnlyList<Type> Types { get; } = [.. All.SelectMany(assembly => assembly.GetTypes())];

    private static List<Assembly> Find(Assembly assembly, List<Assembly> found)
    {
        if (!found.Contains(assembly))
        {
            found.Add(assembly);
            var ours = assembly.GetReferencedAssemblies().Where(name => name.Name!.StartsWith("Pipeline.", StringComparison.Ordinal));
            foreach (var name in ours)
            {
                Find(Assembly.Load(name), found);
            }
        }

        return found;
    }
}

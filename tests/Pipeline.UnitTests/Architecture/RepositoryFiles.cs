using Pipeline.Testing;

namespace Pipeline.UnitTests.Architecture;

internal static class RepositoryFiles
{
    public static string Root => Repository.Root;

    public static IEnumerable<(string Path, string Text)> Sources(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Select(path => (Path.GetRelativePath(Root, path), File.ReadAllText(path)));
}

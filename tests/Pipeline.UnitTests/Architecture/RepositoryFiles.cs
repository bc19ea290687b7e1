namespace Pipeline.UnitTests.Architecture;

internal static class RepositoryFiles
{
    public static string Root { get; } = FindRoot();

    public static IEnumerable<(string Path, string Text)> Sources(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Select(path => (Path.GetRelativePath(Root, path), File.ReadAllText(path)));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Pipeline.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("Pipeline.sln is in no folder above the tests.");
    }
}

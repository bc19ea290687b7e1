using Pipeline.Testing;
using Pipeline.Testing.Docs;

namespace Pipeline.UnitTests.Docs;

/// <summary>Every link from a page to another file, and to a heading, leads there.</summary>
public sealed class LinkTests
{
    public static TheoryData<string> Pages { get; } = [.. Find()];

    [Fact]
    public void Pages_AreFound() => Assert.Superset(
        new HashSet<string>
        {
            "README.md", ".github/CONTRIBUTING.md", "docs/architecture.md", "docs/http.md", "infra/README.md",
            "src/Pipeline.LocalHost/README.md",
        },
        Find().ToHashSet());

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_OfAPage_LeadToFilesAndHeadings(string path)
    {
        var broken = MarkdownPage.Read(path).Links
            .Where(link => !link.Contains("://", StringComparison.Ordinal))
            .Where(link => !Exists(path, link));

        Assert.Empty(broken);
    }

    [Fact]
    public void Readme_NamesEveryPageOfDocs()
    {
        var links = MarkdownPage.Read("README.md").Links.Select(link => link.Split('#')[0]).ToHashSet();
        var pages = Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs")).Select(file => "docs/" + Path.GetFileName(file));

        // The HTTP page names it, beside its explanation.
        Assert.Empty(pages.Where(page => page != "docs/openapi.json").Except(links));
    }

    private static bool Exists(string from, string link)
    {
        var parts = link.Split('#', 2);
        var full = Path.GetFullPath(Path.Combine(
            Repository.Root, parts[0].Length == 0 ? from : Path.Combine(Path.GetDirectoryName(from)!, parts[0])));
        return (File.Exists(full) || Directory.Exists(full))
            && (parts.Length == 1 || MarkdownPage.Read(Path.GetRelativePath(Repository.Root, full)).Anchors.Contains(parts[1]));
    }

    // Not what is built or installed below the repository's folder.
    private static IEnumerable<string> Find()
    {
        string[] folders = [".", ".github", "docs", "infra", "src", "tests"];
        return folders
            .SelectMany(folder => Directory.EnumerateFiles(
                Path.Combine(Repository.Root, folder), "*.md", folder == "." ? SearchOption.TopDirectoryOnly : SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(file => !file.Contains("node_modules", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
    }
}

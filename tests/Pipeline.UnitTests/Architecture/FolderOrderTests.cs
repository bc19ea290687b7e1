using System.Text.RegularExpressions;

namespace Pipeline.UnitTests.Architecture;

/// <summary>
/// A folder of Core and Application uses those before it in the data's flow, never one after it. Read from the files, because a compiled
/// method does not tell its constants. New ground goes to the top, a new stage to the place where its data comes along.
/// </summary>
public sealed partial class FolderOrderTests
{
    private static readonly string[] Order =
    [
        // Ground: what everything stands on.
        "Text", "Problems", "Time", "Money", "Tables", "Records",

        // Facts as they come in, and those that could not be accepted.
        "Events", "Rejected",

        // Rules, each with its document.
        "Settings", "Channels", "Scoring", "Lifecycle", "Imports", "Capture", "Ruleset", "Attribution",

        // Views, recomputed from facts by rules, and what they are kept in.
        "Days", "Crm.Facts", "Leads.Facts", "Identity", "Crm", "Leads", "Scoring.Refresh",

        // Numbers for people.
        "Rollups", "Uploads", "Reports",

        // What looks back over everything.
        "Replay", "Health",
    ];

    private static readonly string[] Projects = ["src/Pipeline.Core", "src/Pipeline.Application"];

    private static readonly IReadOnlyList<SourceFile> Files = [.. Projects
        .SelectMany(RepositoryFiles.Sources)
        .Select(file => SourceFile.Of(file.Path, file.Text))];

    [Fact]
    public void Folders_AreAllInTheOrder() =>
        Assert.Equal(Order.Order(), Files.Select(file => file.Folder).Distinct().Where(folder => folder.Length > 0).Order());

    [Fact]
    public void Files_UseFoldersBeforeThem() => Assert.Empty(Breaches(Files));

    [Fact]
    public void ABreach_NamesFileAndType()
    {
        var planted = SourceFile.Of(
            "src/Pipeline.Core/Scoring/Planted.cs",
            "using Pipeline.Leads.Facts;\n\nnamespace Pipeline.Scoring;\n\nclass Planted(LeadProfile lead);\n");

        var breach = Assert.Single(Breaches([.. Files, planted]));

        Assert.Equal("src/Pipeline.Core/Scoring/Planted.cs uses LeadProfile of Leads.Facts, which comes after Scoring", breach);
    }

    [Fact]
    public void Folders_HaveAtMostThirtyFiles() => Assert.Empty(
        from project in new[]
        {
            "src/Pipeline.Core",
            "src/Pipeline.Application",
            "src/Pipeline.Storage",
            "src/Pipeline.Functions",
            "src/Pipeline.LocalHost",
        }
        from file in RepositoryFiles.Sources(project)
        group file by Path.GetDirectoryName(file.Path) into folder
        where folder.Count() > 30
        select $"{folder.Key}: {folder.Count()}");

    private static IEnumerable<string> Breaches(IReadOnlyList<SourceFile> files)
    {
        var types = files
            .SelectMany(file => file.Types, (file, type) => (file.Namespace, file.Folder, Type: type))
            .ToLookup(item => item.Namespace);
        return
            from file in files
            let place = Array.IndexOf(Order, file.Folder)
            from space in file.Usings.Concat(Ancestors(file.Namespace)).Distinct()
            from used in types[space]
            where used.Folder.Length > 0
                && Array.IndexOf(Order, used.Folder) > place
                && file.Words.Contains(used.Type)
                && !file.Types.Contains(used.Type)
            select $"{file.Path} uses {used.Type} of {used.Folder}, which comes after {file.Folder}";
    }

    private static IEnumerable<string> Ancestors(string space)
    {
        for (var end = space.Length; end > 0; end = space.LastIndexOf('.', end - 1))
        {
            yield return space[..end];
        }
    }

    private sealed partial record SourceFile(
        string Path, string Folder, string Namespace, IReadOnlySet<string> Usings, IReadOnlySet<string> Types, IReadOnlySet<string> Words)
    {
        public static SourceFile Of(string path, string text)
        {
            var code = Comment().Replace(text, string.Empty);
            var space = SpaceOf().Match(code).Groups[1].Value;
            var parts = space.Split('.').Skip(1).ToList();
            var folder = parts is [var stage, "Facts" or "Refresh", ..] ? $"{stage}.{parts[1]}" : parts.FirstOrDefault(string.Empty);
            return new SourceFile(
                path.Replace('\\', '/'),
                folder,
                space,
                Using().Matches(code).Select(match => match.Groups[1].Value).ToHashSet(),
                Type().Matches(code).Select(match => match.Groups[1].Value).ToHashSet(),
                Word().Matches(code).Select(match => match.Value).ToHashSet());
        }

        [GeneratedRegex(@"//.*|""(\\.|[^""\\])*""")]
        private static partial Regex Comment();

        [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
        private static partial Regex SpaceOf();

        [GeneratedRegex(@"^using (?:static )?([\w.]+);", RegexOptions.Multiline)]
        private static partial Regex Using();

        [GeneratedRegex(
            @"^(?:public|internal)[\w ]*? (?:class|struct|interface|enum|record)(?: struct| class)? (\w+)", RegexOptions.Multiline)]
        private static partial Regex Type();

        [GeneratedRegex(@"\b[A-Z]\w*")]
        private static partial Regex Word();
    }
}

using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;
using Pipeline.LocalHost.Settings;
using Pipeline.Problems;
using Pipeline.Testing;
using Pipeline.Testing.Docs;
using Pipeline.UnitTests.Architecture;

namespace Pipeline.UnitTests.Docs;

/// <summary>Every command and request on a page calls what there is, by its route, its parameters and its options.</summary>
public sealed partial class CommandTests
{
    private const string Admin = "/admin/functions/";
    private static readonly string[] Builds = ["build", "test", "format", "restore"];

    public static TheoryData<string> Pages { get; } =
    [
        "README.md",
        ".github/CONTRIBUTING.md",
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md")
            .Select(file => "docs/" + Path.GetFileName(file))
            .Order(StringComparer.Ordinal),
    ];

    [Fact]
    public void Readme_IsShort() => Assert.InRange(MarkdownPage.Read("README.md").LineCount, 60, 120);

    [Fact]
    public void Readme_HasFiveSteps_AndTheTwoCommands()
    {
        var commands = Commands("README.md").Select(command => string.Join(' ', command.Words)).ToList();

        Assert.Contains("dotnet run --project src/Pipeline.Functions", commands);
        Assert.Contains("dotnet test Pipeline.sln", commands);
        Assert.Equal(5, Step().Count(MarkdownPage.Read("README.md").Section("Try it in five steps")));
        Assert.True(commands.Count(command => command.StartsWith("curl", StringComparison.Ordinal)) >= 5);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Commands_OfAPage_CallWhatThereIs(string path)
    {
        var problems = new List<string>();
        foreach (var command in Commands(path))
        {
            if (await ProblemOf(command) is { } problem)
            {
                problems.Add($"{string.Join(' ', command.Words)}: {problem}");
            }
        }

        Assert.Empty(problems);
    }

    [Fact]
    public async Task Requests_OfTheHttpFile_CallWhatThereIs()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "pipeline.http"));
        var requests = Request().Matches(text)
            .Select(match => (
                Method: match.Groups["method"].Value,
                Target: match.Groups["target"].Value.Replace("{{lead}}", "x", StringComparison.Ordinal)))
            .ToList();
        var problems = new List<string?>();
        foreach (var (method, target) in requests)
        {
            problems.Add(await ProblemOf(method, new Uri("http://127.0.0.1:7071" + target)));
        }

        Assert.True(requests.Count >= 10);
        Assert.Empty(problems.OfType<string>());
    }

    [Fact]
    public void Addresses_OfTheReadme_LeadToTheDemoSite()
    {
        var page = Address().Match(MarkdownPage.Read("README.md").Section("Try it in five steps")).Groups["path"].Value;

        Assert.Equal("/demo", page);
        Assert.True(File.Exists(Path.Combine(Repository.Root, "src/Pipeline.LocalHost/Demo/site/index.html")));
    }

    private static IEnumerable<ShellCommand> Commands(string path) => MarkdownPage.Read(path).Blocks
        .Where(block => block.Language == "bash")
        .SelectMany(block => ShellCommand.Parse(block.Text));

    private static async Task<string?> ProblemOf(ShellCommand command) => command.Program switch
    {
        "curl" => await ProblemOf(CurlCommand.Parse(command)),
        "dotnet" => ProblemOfDotnet([.. command.Words.Skip(1)]),
        var program when program.StartsWith(".ci/", StringComparison.Ordinal) =>
            File.Exists(Path.Combine(Repository.Root, program)) ? null : "There is no such file.",
        _ => "No page should need this program.",
    };

    private static async Task<string?> ProblemOf(CurlCommand command)
    {
        if (command.Body is { } body && !body.StartsWith('@'))
        {
            using var json = JsonDocument.Parse(body);
        }

        return await ProblemOf(command.Method, command.Address);
    }

    private static async Task<string?> ProblemOf(string method, Uri address)
    {
        if (address.AbsolutePath.StartsWith(Admin, StringComparison.Ordinal))
        {
            var called = address.AbsolutePath[Admin.Length..];
            return method == "POST" && FunctionTypes.Methods.Any(function => function.DeclaringType!.Name == called)
                ? null
                : "There is no such function.";
        }

        if (HttpFunction.Find(method, address.AbsolutePath) is not { } function)
        {
            return "There is no such route.";
        }

        var name = function.Name == "GetReport" ? $"GetReport {address.AbsolutePath.Split('/')[^1]}" : function.Name;
        if (function.IsPrivate && !PrivateRoutes.Names.Contains(name))
        {
            return "There is no such report.";
        }

        if (!function.IsPrivate)
        {
            return null;
        }

        using var routes = new PrivateRoutes();
        var known = await routes.ParametersAsync(name);
        var unknown = QueryHelpers.ParseQuery(address.Query).Keys
            .Where(name => !known.Contains(name) && !QueryParameters.IsFamily(name))
            .ToList();
        return unknown.Count == 0 ? null : $"{function.Name} does not know {string.Join(", ", unknown)}.";
    }

    private static string? ProblemOfDotnet(IReadOnlyList<string> words)
    {
        if (words[0] != "run")
        {
            return !Builds.Contains(words[0]) ? "No page should need this."
                : Path.Exists(Path.Combine(Repository.Root, words[1])) ? null
                : $"There is no {words[1]}.";
        }

        var problems = new List<string>();
        var own = words.SkipWhile(word => word != "--").Skip(1).ToList();
        _ = CommandLine.Parse(own, problems);
        return words[1] == "--project" && Directory.EnumerateFiles(Path.Combine(Repository.Root, words[2]), "*.csproj").Any()
            ? problems.FirstOrDefault()
            : "There is no such project.";
    }

    [GeneratedRegex(@"^\d\. ", RegexOptions.Multiline)]
    private static partial Regex Step();

    [GeneratedRegex(@"^(?<method>GET|POST|PUT) \{\{host\}\}(?<target>\S+)\s*$", RegexOptions.Multiline)]
    private static partial Regex Request();

    [GeneratedRegex(@"<http://127\.0\.0\.1:7071(?<path>[^?>]*)")]
    private static partial Regex Address();
}

using System.Text.RegularExpressions;

namespace Pipeline.UnitTests.Infra;

/// <summary>What can be said about the template without the Bicep compiler; the compiler runs where it is deployed.</summary>
public sealed partial class BicepTests
{
    private static readonly string[] Roles =
    [
        "b7e6dc6d-f1e8-4753-8033-0f276bb0955b",
        "974c5e8b-45b9-4653-ba55-5f855dd0fb88",
        "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3",
        "3913510d-42f4-4e42-8a64-420c390055eb",
    ];

    private readonly string _text;
    private readonly BicepSource _template;

    public BicepTests()
    {
        _text = File.ReadAllText(Path.Combine(RepositoryRoot(), "infra", "main.bicep"));
        _template = BicepSource.Parse(_text);
    }

    [Theory]
    [InlineData("var a = { b: [ '}' ] } // {", "")]
    [InlineData("var a = '${b('x', [c])}}'", "")]
    [InlineData("var a = { b: [ }", "}{")]
    [InlineData("var a = '${b(c}'", "(")]
    [InlineData("/* ( */ var a = ''' ( ''' )", ")")]
    public void UnmatchedBrackets_AnyText_IgnoresStringsAndComments(string text, string expected)
    {
        var unmatched = BicepSource.Parse(text).UnmatchedBrackets();

        Assert.Equal(expected.Order(), unmatched.Order());
    }

    [Theory]
    [InlineData("var a = 'b")]
    [InlineData("var a = '${b'")]
    [InlineData("/* var a")]
    public void Parse_UnclosedText_Throws(string text) => Assert.Throws<FormatException>(() => BicepSource.Parse(text));

    [Fact]
    public void Template_OutsideStrings_HasMatchingBrackets() => Assert.Equal("", _template.UnmatchedBrackets());

    [Fact]
    public void Template_EveryDeclaration_IsUsed()
    {
        var names = Declaration().Matches(_template.Code).Select(match => match.Groups["name"].Value).ToArray();

        Assert.True(names.Length > 10);
        Assert.Equal(names.Length, names.Distinct(StringComparer.Ordinal).Count());
        Assert.All(names, name => Assert.True(
            Regex.Count(_template.Code, $@"(?<![.\w])({name}(?![\w:])|(?<= in ){name}:)") >= 2, $"{name} is never used"));
    }

    [Fact]
    public void Template_EveryParameter_IsDescribedAndBounded()
    {
        var parameters = Parameter().Matches(_text);

        Assert.Equal(Regex.Count(_template.Code, @"(?m)^param "), parameters.Count);
        foreach (Match parameter in parameters)
        {
            var name = parameter.Groups["name"].Value;
            var decorators = parameter.Groups["decorators"].Value;
            var bounded = decorators.Contains("@allowed(", StringComparison.Ordinal)
                || (decorators.Contains("@min", StringComparison.Ordinal) && decorators.Contains("@max", StringComparison.Ordinal));
            Assert.True(decorators.Contains("@description('", StringComparison.Ordinal), $"{name} has no description");
            Assert.True(bounded || parameter.Groups["type"].Value is "object" or "string[]" || name == "location", $"{name} has no bounds");
        }
    }

    [Fact]
    public void Template_SecretOfHandoffs_IsSecureAndGoesToItsSettingAlone()
    {
        var secret = Parameter().Matches(_text).Single(parameter => parameter.Groups["name"].Value == "handoffSecret");

        Assert.Contains("@secure()", secret.Groups["decorators"].Value, StringComparison.Ordinal);
        Assert.Contains("param handoffSecret string = ''\n", _text, StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(_text, @"(?m)^[^@\n]*\bhandoffSecret\b"));
        Assert.Contains("      Pipeline__Handoff__Secret: handoffSecret\n", _text, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "andoffSecret", File.ReadAllText(Path.Combine(RepositoryRoot(), "infra", "main.bicepparam")), StringComparison.Ordinal);
    }

    [Fact]
    public void Template_EveryOutput_IsDescribedAndHoldsNoSecret()
    {
        var outputs = Output().Matches(_text);

        Assert.Equal(Regex.Count(_template.Code, @"(?m)^output "), outputs.Count);
        Assert.All(outputs, output => Assert.DoesNotMatch("(?i)connectionstring|key|secret|token|password", output.Value));
        Assert.DoesNotContain("list", Regex.Matches(_template.Code, @"\b(list)\w*\(").Select(match => match.Groups[1].Value));
    }

    [Fact]
    public void Template_Strings_HoldNoCloudAddress() =>
        Assert.All(
            _template.Literals,
            literal => Assert.DoesNotMatch(@"(?i)https?:|\.(windows|azure|azurewebsites|microsoft)\.(net|com)", literal));

    [Fact]
    public void Template_RoleIds_AreThoseTheAppNeeds()
    {
        var ids = _template.Literals.Where(literal => Guid.TryParse(literal, out _));

        Assert.Equal(Roles.Order(), ids.Order());
    }

    [Fact]
    public void Template_Queues_AreThoseOfTheDesign()
    {
        Assert.Equal(["events", "scores", "handoffs", "rollups"], List("queueNames"));
        Assert.Matches(@"for name in queueNames: \{\s+name: name\s", _text);
        Assert.Matches(@"for name in queueNames: \{\s+name: '\$\{name\}-poison'", _text);
    }

    [Fact]
    public void Template_Tables_AreThoseOfTheDesign()
    {
        Assert.Equal(["Visitors", "Leads", "Days", "Ranks", "LeadPages", "Rollups", "Inputs", "Settings", "Rejected"], List("tableNames"));
        Assert.Matches(@"for name in tableNames: \{\s+name: name\s", _text);
    }

    [Theory]
    [InlineData("FUNCTIONS_WORKER_RUNTIME")]
    [InlineData("FUNCTIONS_EXTENSION_VERSION")]
    [InlineData("WEBSITE_RUN_FROM_PACKAGE")]
    [InlineData("WEBSITE_CONTENT")]
    [InlineData("WEBSITE_MAX_DYNAMIC_APPLICATION_SCALE_OUT")]
    [InlineData("SCM_DO_BUILD_DURING_DEPLOYMENT")]
    [InlineData("ENABLE_ORYX_BUILD")]
    [InlineData("LinuxFxVersion")]
    [InlineData("WEBSITE_USE_PLACEHOLDER_DOTNETISOLATED")]
    [InlineData("WEBSITE_TIME_ZONE")]
    public void Template_SettingForbiddenOnFlex_IsAbsent(string setting) =>
        Assert.DoesNotContain(setting, _text, StringComparison.OrdinalIgnoreCase);

    [Theory]
    [InlineData("allowSharedKeyAccess: false")]
    [InlineData("allowBlobPublicAccess: false")]
    [InlineData("minimumTlsVersion: 'TLS1_2'")]
    [InlineData("DisableLocalAuth: true")]
    [InlineData("httpsOnly: true")]
    [InlineData("minTlsVersion: '1.2'")]
    [InlineData("AzureWebJobsStorage__credential: 'managedidentity'")]
    [InlineData("AzureWebJobsStorage__clientId: identity.properties.clientId")]
    public void Template_SafeguardOfDesign_IsSet(string line) => Assert.Contains(line, _text, StringComparison.Ordinal);

    [Fact]
    public void SampleParameters_EveryName_IsAParameterOfTheTemplate()
    {
        var sample = BicepSource.Parse(File.ReadAllText(Path.Combine(RepositoryRoot(), "infra", "main.bicepparam")));
        var names = Regex.Matches(sample.Code, @"(?m)^param (?<name>\w+) =").Select(match => match.Groups["name"].Value).ToArray();
        var known = Parameter().Matches(_text).Select(match => match.Groups["name"].Value);

        Assert.NotEmpty(names);
        Assert.Empty(names.Except(known));
        Assert.Equal("", sample.UnmatchedBrackets());
    }

    [GeneratedRegex(@"(?m)^(?:param|var|resource) (?<name>\w+) ")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"(?m)(?<decorators>(?:^@[^\n]*\n(?:^(?:  [^\n]*|\]\))\n)*)*)^param (?<name>\w+) (?<type>[\w\[\]]+)")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"(?m)^@description\('[^\n]+'\)\noutput \w+ \w+ = [^\n]+$")]
    private static partial Regex Output();

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Pipeline.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("No folder above the tests holds Pipeline.sln.");
    }

    private string[] List(string variable) =>
        [.. Regex
            .Matches(Regex.Match(_text, $@"(?s)\bvar {variable} = \[(.*?)\]").Groups[1].Value, "'([^']*)'")
            .Select(match => match.Groups[1].Value)];
}

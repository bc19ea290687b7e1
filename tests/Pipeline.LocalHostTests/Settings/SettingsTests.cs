using System.Net;
using Microsoft.Extensions.Configuration;
using Pipeline.LocalHost.Settings;
using Pipeline.LocalHostTests.Http;
using Pipeline.LocalHostTests.Storage;

namespace Pipeline.LocalHostTests.Settings;

public sealed class SettingsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _problems = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task HostJson_WithManyFaults_ListsThemAllWithTheOtherSettings()
    {
        const string HostJson = """
            {
              // no version
              "extensions": {
                "queues": {
                  "batchSize": 33, "newBatchThreshold": -1, "maxPollingInterval": "00:00:00.05", "visibilityTimeout": "soon",
                  "maxDequeueCount": 0, "messageEncoding": "utf8",
                },
              },
              "logging": { "logLevel": { "Pipeline": "Loud" } },
            }
            """;

        var exception = await Assert.ThrowsAsync<StartupException>(() => TestHost.StartAsync(new TestHostOptions
        {
            HostJson = HostJson,
            Args = ["--port", "65536"],
            Settings = { ["LocalHost:QueueLease"] = "00:00:00.9", ["LocalHost:ShutdownTimeout"] = "-1", ["LocalHost:Address"] = "here" },
        }));

        string[] names =
        [
            "version", "batchSize", "newBatchThreshold", "maxPollingInterval", "visibilityTimeout", "maxDequeueCount", "messageEncoding",
            "logLevel.Pipeline", "QueueLease", "ShutdownTimeout", "Address \"here\"", "Port \"65536\"",
        ];
        Assert.All(names, name => Assert.Contains(exception.Problems, problem => problem.Contains(name, StringComparison.Ordinal)));
        Assert.Equal(names.Length, exception.Problems.Count);
    }

    [Fact]
    public void HostJson_WithOverridingSettings_TakesTheirValues()
    {
        Write("host.json", """{ "version": "2.0", "extensions": { "queues": { "batchSize": 4, "maxDequeueCount": 9 } } }""");
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AzureFunctionsJobHost:extensions:Queues:maxDequeueCount"] = "3",
            ["AzureFunctionsJobHost:extensions:http:routePrefix"] = "v1",
            ["AzureFunctionsJobHost:logging:logLevel:Pipeline"] = "Debug",
        }).Build();

        var read = new HostJsonReader(_problems, development: false).Read([_folder.Path], settings);

        Assert.Empty(_problems);
        Assert.Equal(
            (4, 3, "v1", Microsoft.Extensions.Logging.LogLevel.Debug),
            (read.Queues.BatchSize, read.Queues.MaxDequeueCount, read.RoutePrefix, read.LogLevels["Pipeline"]));
    }

    [Fact]
    public async Task HostJson_ThatIsNoJson_NamesTheFile()
    {
        var exception = await Assert.ThrowsAsync<StartupException>(
            () => TestHost.StartAsync(new TestHostOptions { HostJson = "{ \"version\": " }));

        Assert.Contains("host.json", Assert.Single(exception.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void HostJson_Missing_IsAProblem()
    {
        Read([]);

        Assert.StartsWith("host.json: not found", Assert.Single(_problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Values_OfSettingsFile_LoseAgainstEnvironmentAndCommandLine()
    {
        var fromFile = "PIPELINE_TEST_A" + Guid.NewGuid().ToString("N");
        var fromEnvironment = "PIPELINE_TEST_B" + Guid.NewGuid().ToString("N");
        var fromArgs = "PIPELINE_TEST_C" + Guid.NewGuid().ToString("N");
        Write("host.json", """{ "version": "2.0" }""");
        Write("local.settings.json", $$"""
            {
              // A comment.
              "Values": {
                "{{fromFile}}": "file", "{{fromEnvironment}}": "file", "{{fromArgs}}": "file", "Pipeline__Scoring:HalfLife": "14",
              },
            }
            """);
        Environment.SetEnvironmentVariable(fromEnvironment, "environment");

        var settings = Read(["--port", "0", $"--{fromArgs}=args", "--Pipeline__Mode=measure"]);

        Environment.SetEnvironmentVariable(fromEnvironment, null);
        Assert.Empty(_problems);
        string[] names = [fromFile, fromEnvironment, fromArgs, "Pipeline:Scoring:HalfLife", "Pipeline:Mode"];
        Assert.Equal(["file", "environment", "args", "14", "measure"], names.Select(name => settings.Configuration[name]));

        // The worker inherits the environment.
        Assert.Equal(["file", null, "args", "14", "measure"], names.Select(name => settings.ForWorker.GetValueOrDefault(name)));
    }

    [Fact]
    public async Task Sample_WithoutSettingsFile_IsUsedAndNamed()
    {
        const string Sample = """{ "Values": { "Greeting": "sample" } }""";
        Write("host.json", """{ "version": "2.0" }""");
        Write("local.settings.sample.json", Sample);

        await using var host = await TestHost.StartAsync(new TestHostOptions { Files = { ["local.settings.sample.json"] = Sample } });

        Assert.Equal("sample", Read([]).ForWorker["Greeting"]);
        Assert.Contains("No local.settings.json; using", host.Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void SettingsFile_BesideASample_IsTaken()
    {
        Write("host.json", """{ "version": "2.0" }""");
        Write("local.settings.json", """{ "Values": { "Greeting": "mine" }, "Host": { "LocalHttpPort": 81, "QueueLease": "00:01:00" } }""");
        Write("local.settings.sample.json", """{ "Values": { "Greeting": "sample" } }""");

        var settings = Read([]);

        Assert.Empty(_problems);
        Assert.Equal(
            ("mine", 81, TimeSpan.FromMinutes(1)), (settings.ForWorker["Greeting"], settings.Local.Port, settings.HostJson.Queues.Lease));
    }

    [Theory]
    [InlineData("""{ "IsEncrypted": true }""", "func settings decrypt")]
    [InlineData("""{ "Values": [] }""", "Values: must be an object")]
    [InlineData("""{ "Values": { "A": { "B": "c" } } }""", "Values.A: must be a string")]
    [InlineData("""{ "Values": { "A": "1", "a": "2" } }""", "local.settings.json")]
    public void SettingsFile_WithFault_IsAProblem(string text, string expected)
    {
        Write("host.json", """{ "version": "2.0" }""");
        Write("local.settings.json", text);

        Read([]);

        Assert.Contains(expected, Assert.Single(_problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Environment_ByDefault_IsDevelopment()
    {
        Write("host.json", """{ "version": "2.0" }""");

        var ofThisMachine = new[] { "AZURE_FUNCTIONS_ENVIRONMENT", "DOTNET_ENVIRONMENT", "ASPNETCORE_ENVIRONMENT" }
            .Select(Environment.GetEnvironmentVariable).FirstOrDefault(value => !string.IsNullOrEmpty(value));
        Assert.Equal(ofThisMachine ?? "Development", Read([]).ForWorker["AZURE_FUNCTIONS_ENVIRONMENT"]);
        Assert.Equal("Production", Read(["--AZURE_FUNCTIONS_ENVIRONMENT=Production"]).ForWorker["AZURE_FUNCTIONS_ENVIRONMENT"]);
    }

    [Fact]
    public void Settings_WithoutAny_AreTheDocumentedDefaults()
    {
        Write("host.json", """{ "version": "2.0" }""");

        var local = Read([]).Local;

        Assert.Empty(_problems);
        Assert.Equal((IPAddress.Loopback, 7071, null, null), (local.Address, local.Port, local.FunctionKey, local.MasterKey));
        Assert.Equal((TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(10)), (local.ShutdownTimeout, local.QueueLease));
        Assert.Equal((0, false), (local.CorsOrigins.Count, local.CorsCredentials));
    }

    [Fact]
    public void Settings_OfSectionLocalHost_WinOverTheFile()
    {
        Write("host.json", """{ "version": "2.0" }""");
        Write("local.settings.json", """{ "Host": { "LocalHttpPort": 81, "FunctionKey": "file", "CORS": "http://a.test" } }""");

        var local = Read(["--LocalHost__Port=82", "--LocalHost:FunctionKey=key", "--LocalHost__Cors=http://b.test, http://c.test"]).Local;

        Assert.Empty(_problems);
        Assert.Equal((82, "key"), (local.Port, local.FunctionKey));
        Assert.Equal(["http://b.test", "http://c.test"], local.CorsOrigins);
    }

    [Theory]
    [InlineData("--LocalHost__Prot=81", "{}", "LocalHost:Prot", "Did you mean \"LocalHost__Port\"?")]
    [InlineData("--LocalHost__QueueVisibilityTimeout=81", "{}", "LocalHost:QueueVisibilityTimeout", "Known are Port, Address, FunctionKey")]
    [InlineData("", """{ "Host": { "LocalHttpProt": 81 } }""", "local.settings.json Host.LocalHttpProt", "mean \"Host.LocalHttpPort\"?")]
    [InlineData("", """{ "Host": { "Cros": "*" } }""", "local.settings.json Host.Cros", "Did you mean \"Host.CORS\"?")]
    [InlineData("", """{ "Host": { "Something": "*" } }""", "local.settings.json Host.Something", "Known are LocalHttpPort, Local")]
    public void Settings_Misspelt_NameTheNearest(string argument, string file, string name, string hint)
    {
        Write("host.json", """{ "version": "2.0" }""");
        Write("local.settings.json", file);

        Read(argument.Length == 0 ? [] : [argument]);

        var problem = Assert.Single(_problems);
        Assert.StartsWith(name.Replace(":", "__", StringComparison.Ordinal) + ": unknown setting.", problem, StringComparison.Ordinal);
        Assert.Contains(hint, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Cors_OfAnyOriginWithCredentials_IsAProblem()
    {
        Write("host.json", """{ "version": "2.0" }""");

        Read(["--LocalHost__Cors=*", "--LocalHost__CorsCredentials=true"]);

        Assert.Contains("\"*\" cannot be combined", Assert.Single(_problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("seed-dmo", "Unknown command \"seed-dmo\". Did you mean \"seed-demo\"?")]
    [InlineData("explain", "Unknown command \"explain\". --help lists what there is.")]
    [InlineData("--verbos", "Unknown option \"--verbos\". Did you mean \"--verbose\"?")]
    [InlineData("--prot=81", "Unknown option \"--prot=81\". Did you mean \"--port\"?")]
    [InlineData("--Port=81", "Unknown option \"--Port=81\". Did you mean \"--port\"?")]
    [InlineData("--addres=::1", "Unknown option \"--addres=::1\". Did you mean \"--address\"?")]
    [InlineData("-v", "Unknown option \"-v\". --help lists what there is.")]
    [InlineData("--=81", "Unknown option \"--=81\". --help lists what there is.")]
    public async Task CommandLine_Misspelt_StopsTheStartAndNamesTheNearest(string argument, string expected)
    {
        var exception = await Assert.ThrowsAsync<StartupException>(
            () => TestHost.StartAsync(new TestHostOptions(HttpFunctions.All) { Args = ["--port", "0", argument] }));

        Assert.Equal(expected, Assert.Single(exception.Problems));
    }

    [Fact]
    public async Task Start_WithFaultsOfEveryKind_ListsThemTogether()
    {
        var exception = await Assert.ThrowsAsync<StartupException>(() => TestHost.StartAsync(new TestHostOptions(HttpFunctions.All)
        {
            Args = ["seed-dmo", "--port", "x"],
            HostJson = """{ "version": "1.0" }""",
            Settings = { ["LocalHost:Prot"] = "81" },
        }));

        Assert.Equal(4, exception.Problems.Count);
        Assert.All(exception.Problems, problem => Assert.Contains("  - " + problem, exception.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void CommandLine_WithHelpAndSettings_SeparatesThem()
    {
        string[] args = ["--port", "81", "--Pipeline:Mode=measure", "--address=127.0.0.2", "--help", "--A__B=c=d"];

        var read = CommandLine.Parse(args, _problems);

        Assert.Empty(_problems);
        Assert.Equal((true, false, false), (read.Help, read.SeedsDemo, read.Verbose));
        Assert.Equal(("81", "127.0.0.2", null), (read.Port, read.Address, read.AppFolder));
        Assert.Equal(new Dictionary<string, string?> { ["Pipeline:Mode"] = "measure", ["A:B"] = "c=d" }, read.Settings);
    }

    [Fact]
    public void CommandLine_SeedDemo_IsACommandAndNoSetting()
    {
        var read = CommandLine.Parse(["seed-demo", "--port=81", "--verbose", "--app", "there"], _problems);

        Assert.Empty(_problems);
        Assert.Equal((false, true, true), (read.Help, read.SeedsDemo, read.Verbose));
        Assert.Equal(("81", null, "there"), (read.Port, read.Address, read.AppFolder));
        Assert.Empty(read.Settings);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("-?")]
    public void CommandLine_Help_IsKnownByEachName(string argument)
    {
        Assert.True(CommandLine.Parse([argument], _problems).Help);
        Assert.Empty(_problems);
    }

    private void Write(string name, string text) => File.WriteAllText(_folder[name], text);

    private HostSettings Read(string[] args) =>
        HostSettings.Read(CommandLine.Parse(args, _problems), [_folder.Path], new Dictionary<string, string?>(), _problems);
}

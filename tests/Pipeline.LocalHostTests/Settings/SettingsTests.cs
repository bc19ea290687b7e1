using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Configuration;
using Microsoft.Extensions.Configuration;

namespace Pipeline.StorageTests.Embedded.Worker;

public sealed class SettingsTests
{
    [Fact]
    public async Task HostJson_WithManyFaults_ListsThemAll()
    {
        const string HostJson = """
            {
              // no version
              "extensions": {
                "queues": {
                  "batchSize": 33, "newBatchThreshold": -1, "maxPollingInterval": "00:00:00.05", "visibilityTimeout": "soon",
                  "maxDequeueCount": 0, "messageEncoding": "utf8", "embeddedVisibilityTimeout": "00:00:00.5",
                },
              },
              "logging": { "logLevel": { "Pipeline": "Loud" } },
            }
            """;

        var exception = await Assert.ThrowsAsync<StartupException>(() => TestHost.StartAsync(new TestHostOptions { HostJson = HostJson }));

        string[] names =
        [
            "version", "batchSize", "newBatchThreshold", "maxPollingInterval", "visibilityTimeout", "maxDequeueCount", "messageEncoding",
            "embeddedVisibilityTimeout", "logLevel.Pipeline",
        ];
        Assert.All(names, name => Assert.Contains(exception.Problems, problem => problem.Contains(name, StringComparison.Ordinal)));
        Assert.Equal(names.Length, exception.Problems.Count);
    }

    [Fact]
    public void HostJson_WithOverridingSettings_TakesTheirValues()
    {
        var folder = Directory.CreateTempSubdirectory("pipeline-host-json-");
        File.WriteAllText(
            Path.Combine(folder.FullName, "host.json"), """{ "version": "2.0", "extensions": { "queues": { "batchSize": 4, "maxDequeueCount": 9 } } }""");
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AzureFunctionsJobHost:extensions:Queues:maxDequeueCount"] = "3",
            ["AzureFunctionsJobHost:extensions:http:routePrefix"] = "v1",
            ["AzureFunctionsJobHost:logging:logLevel:Pipeline"] = "Debug",
        }).Build();
        List<string> problems = [];

        var read = new HostJsonReader(problems, development: false).Read([folder.FullName], settings);

        folder.Delete(recursive: true);
        Assert.Empty(problems);
        Assert.Equal((4, 3, "v1", "Debug"), (read.Queues.BatchSize, read.Queues.MaxDequeueCount, read.RoutePrefix, read.LogLevels["Pipeline"]));
    }

    [Fact]
    public async Task HostJson_ThatIsNoJson_NamesTheFile()
    {
        var exception = await Assert.ThrowsAsync<StartupException>(() => TestHost.StartAsync(new TestHostOptions { HostJson = "{ \"version\": " }));

        Assert.Contains("host.json", Assert.Single(exception.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_OfSettingsFile_LoseAgainstEnvironmentAndCommandLine()
    {
        var fromFile = "PIPELINE_TEST_A" + Guid.NewGuid().ToString("N");
        var fromEnvironment = "PIPELINE_TEST_B" + Guid.NewGuid().ToString("N");
        var fromArgs = "PIPELINE_TEST_C" + Guid.NewGuid().ToString("N");
        Environment.SetEnvironmentVariable(fromEnvironment, "environment");
        Dictionary<string, string?> seen = [];

        await using var host = await TestHost.StartAsync(new TestHostOptions
        {
            Args = ["--port", "0", $"--{fromArgs}=args"],
            Files =
            {
                ["local.settings.json"] = $$"""
                    { /* comment */ "Values": { "{{fromFile}}": "file", "{{fromEnvironment}}": "file", "{{fromArgs}}": "file", "Pipeline__Scoring:HalfLife": "14", }, }
                    """,
            },
            Configure = builder => seen = new[] { fromFile, fromEnvironment, fromArgs, "Pipeline:Scoring:HalfLife" }.ToDictionary(name => name, name => builder.Configuration[name]),
        });

        Environment.SetEnvironmentVariable(fromEnvironment, null);
        Assert.Equal(["file", "environment", "args", "14"], seen.Values);
    }

    [Fact]
    public async Task Sample_WithoutSettingsFile_IsUsedAndNamed()
    {
        string? seen = null;

        await using var host = await TestHost.StartAsync(new TestHostOptions
        {
            Files = { ["local.settings.sample.json"] = """{ "Values": { "Greeting": "sample" } }""" },
            Configure = builder => seen = builder.Configuration["Greeting"],
        });

        Assert.Equal("sample", seen);
        Assert.Contains("No local.settings.json; using", host.Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void CreateBuilder_ByDefault_IsDevelopment()
    {
        var builder = FunctionsApplication.CreateBuilder([]);

        Assert.Equal(Environment.GetEnvironmentVariable("AZURE_FUNCTIONS_ENVIRONMENT") ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") ?? "Development", builder.Environment.EnvironmentName);
    }

    [Fact]
    public void CommandLine_WithHelpAndSettings_SeparatesThem()
    {
        string[] args = ["--port", "81", "--Pipeline:Mode=measure", "--address=127.0.0.2", "--help"];

        Assert.Equal(new CommandLine(true, false, "81", "127.0.0.2"), CommandLine.Parse(args));
        Assert.Equal(["--Pipeline:Mode=measure"], CommandLine.Remaining(args));
    }

    [Fact]
    public void CommandLine_SeedDemo_IsACommandAndNoSetting()
    {
        string[] args = ["seed-demo", "--port=81"];

        Assert.Equal(new CommandLine(false, true, "81", null), CommandLine.Parse(args));
        Assert.Empty(CommandLine.Remaining(args));
    }
}

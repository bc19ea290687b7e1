using System.Text.Json;
using static Pipeline.Testing.PipelineApp;

namespace Pipeline.EndToEndTests.App;

public sealed class BuiltFolderTests
{
    [Theory]
    [InlineData("host.json")]
    [InlineData("local.settings.json")]
    [InlineData("functions.metadata")]
    [InlineData("worker.config.json")]
    [InlineData("extensions.json")]
    public void BuiltFolder_HoldsWhatAFunctionsHostLooksFor(string file)
    {
        using var json = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(FunctionsFolder, file)), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });

        Assert.NotEqual(JsonValueKind.Null, json.RootElement.ValueKind);
    }

    [Fact]
    public void WorkerConfig_NamesTheFunctionsAssembly()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(FunctionsFolder, "worker.config.json")));
        var worker = json.RootElement.GetProperty("description").GetProperty("defaultWorkerPath").GetString()!;

        Assert.Equal("Pipeline.Functions.dll", worker);
        Assert.True(File.Exists(Path.Combine(FunctionsFolder, worker)));
    }

    [Fact]
    public void FunctionsMetadata_NamesEveryFunctionOnce()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(FunctionsFolder, "functions.metadata")));
        var names = json.RootElement.EnumerateArray().Select(function => function.GetProperty("name").GetString()).ToList();

        Assert.Contains("CapturePixel", names);
        Assert.Contains("DecayScores", names);
        Assert.Equal(names.Count, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }
}

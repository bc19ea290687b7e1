using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Functions.OpenApi;
using Pipeline.Testing;

namespace Pipeline.UnitTests.Docs.OpenApi;

/// <summary>
/// The committed description of the interface is what the code says. After a change of routes, parameters or records write it anew:
/// <c>PIPELINE_WRITE_OPENAPI=1 dotnet test tests/Pipeline.UnitTests --filter FullyQualifiedName~OpenApi</c>, and look at the difference.
/// </summary>
public sealed class OpenApiTests
{
    private const string Write = "PIPELINE_WRITE_OPENAPI";
    private static readonly string Committed = Path.Combine(Repository.Root, "docs", "openapi.json");
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static bool IsWriting => Environment.GetEnvironmentVariable(Write) == "1";

    [Fact]
    public async Task Document_IsThatOfTheCode()
    {
        var made = (await OpenApiDocument.MakeAsync()).ToJsonString(Indented).Replace("\r\n", "\n", StringComparison.Ordinal) + "\n";
        if (IsWriting)
        {
            await File.WriteAllTextAsync(Committed, made);
        }

        var difference = (await File.ReadAllLinesAsync(Committed)).Zip(made.Split('\n')).FirstOrDefault(pair => pair.First != pair.Second);
        Assert.True(
            made == await File.ReadAllTextAsync(Committed),
            $"docs/openapi.json is not what the code says: '{difference.First}' should be '{difference.Second}'. {Write}=1 writes it.");
    }

    [Fact]
    public void Operations_AreListedForExactlyTheFunctions() => Assert.Equal(
        OpenApiDocument.Functions.Select(function => function.Name).Order(StringComparer.Ordinal),
        Operations.All.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public async Task References_LeadToComponents_AndEachIsUsed()
    {
        var document = await OpenApiDocument.MakeAsync();
        var known = new[] { "schemas", "parameters" }
            .SelectMany(kind => document["components"]![kind]!.AsObject(), (kind, item) => $"#/components/{kind}/{item.Key}")
            .ToHashSet(StringComparer.Ordinal);
        var references = References(document).ToList();

        Assert.True(known.Count > 50);
        Assert.Empty(references.Except(known));
        Assert.Empty(known.Except(references));
    }

    [Fact]
    public async Task Function_ServesTheCommittedDocument()
    {
        using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        var context = new DefaultHttpContext { RequestServices = services };
        using var body = new MemoryStream();
        context.Response.Body = body;

        await new GetOpenApi().Run(context.Request).ExecuteAsync(context);

        Assert.Equal((200, "application/json"), (context.Response.StatusCode, context.Response.ContentType));

        // What was just written is embedded by the next build.
        Assert.Equal(IsWriting ? body.ToArray() : await File.ReadAllBytesAsync(Committed), body.ToArray());
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject item => item.SelectMany(member => member.Key == "$ref" ? [member.Value!.GetValue<string>()] : References(member.Value)),
        JsonArray list => list.SelectMany(References),
        _ => [],
    };
}

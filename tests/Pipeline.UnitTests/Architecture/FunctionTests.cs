using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Functions.Capture;
using Pipeline.Functions.Reports;
using Pipeline.Records;
using Pipeline.Rejected;
using Pipeline.Reports;
using Pipeline.Testing;

namespace Pipeline.UnitTests.Architecture;

public sealed class FunctionTests
{
    private const int MaxStatements = 8;

    public static TheoryData<string> Names { get; } = [.. FunctionTypes.Methods.Select(method => method.DeclaringType!.Name).Distinct()];

    [Fact]
    public void Functions_Together_AreTheWholePipeline() => Assert.True(
        FunctionTypes.Methods.Count >= 14, $"Only {FunctionTypes.Methods.Count} functions were found.");

    [Theory]
    [MemberData(nameof(Names))]
    public void Function_Class_HoldsRunMethodsOfItsName(string name)
    {
        Assert.All(MethodsOf(name), method =>
        {
            Assert.True(method.IsPublic && method.DeclaringType!.IsPublic && method.DeclaringType.IsSealed);
            Assert.StartsWith("Run", method.Name, StringComparison.Ordinal);
            Assert.Equal(name + method.Name["Run".Length..], method.GetCustomAttribute<FunctionAttribute>()!.Name);
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Function_Source_OnlyForwards(string name)
    {
        var source = Source(name);
        var statements = source.Count(character => character == ';') - source
            .Split('\n')
            .Count(line => line.StartsWith("using ", StringComparison.Ordinal));

        Assert.True(statements <= MaxStatements, $"{name} has {statements} statements; move its logic to a handler.");
        Assert.DoesNotContain("catch", source, StringComparison.Ordinal);
        Assert.DoesNotContain("for (", source, StringComparison.Ordinal);
        Assert.DoesNotContain("foreach", source, StringComparison.Ordinal);
        Assert.DoesNotContain("using Azure", source, StringComparison.Ordinal);
        Assert.DoesNotContain("Pipeline.Storage", source, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Function_Documentation_TellsItsContract(string name) =>
        Assert.Empty(FunctionContract.Faults(Source(name), MethodsOf(name)));

    [Theory]
    [InlineData("/// Produces: nothing.", "/// Safe to repeat: it only reads.", "/// When it fails: it says so.", "Consumes: is missing")]
    [InlineData(
        "/// Consumes <c>GET /s.js</c>.",
        "/// Produces: nothing.",
        "/// Safe to repeat because it only reads.",
        "Safe to repeat: is missing")]
    [InlineData(
        "/// Consumes: <c>GET /s.js</c>. Produces: nothing.",
        "/// Safe to repeat: it only reads.",
        "/// When it fails: it says so.",
        "Produces: begins no line")]
    [InlineData(
        "/// Consumes: <c>GET /s.js</c>.",
        "/// Produces: nothing.",
        "/// When it fails: it says so.\n/// Safe to repeat: it only reads.",
        "the lines are not in order")]
    [InlineData(
        "/// Consumes: <c>GET /t.js</c>.",
        "/// Produces: nothing.",
        "/// Safe to repeat: it only reads.\n/// When it fails: it says so.",
        "Consumes: does not begin with <c>GET /s.js</c>")]
    [InlineData(
        "/// Consumes: <c>GET /s.js</c>.",
        "/// Produces: nothing",
        "/// Safe to repeat: it only reads.\n/// When it fails: it says so.",
        "Produces: is no sentence")]
    public void Function_DocumentationOfAnotherForm_IsRefused(string first, string second, string third, string fault)
    {
        var source = $"/// <summary>\n{first}\n{second}\n{third}\n/// </summary>\npublic sealed class ServeTrackerScript\n";

        Assert.Contains(fault, FunctionContract.Faults(source, MethodsOf(nameof(ServeTrackerScript))));
    }

    [Fact]
    public void AnonymousRoutes_AreTheShortPublicOnes()
    {
        var anonymous = HttpTriggers()
            .Where(trigger => trigger.AuthLevel == AuthorizationLevel.Anonymous)
            .Select(trigger => trigger.Route!);

        Assert.All(anonymous, route => Assert.DoesNotContain("api/", route, StringComparison.Ordinal));
        Assert.All(
            HttpTriggers().Where(trigger => trigger.Route!.StartsWith("api/", StringComparison.Ordinal)),
            trigger => Assert.Equal(AuthorizationLevel.Function, trigger.AuthLevel));
    }

    [Fact]
    public void HttpTriggers_ThatAnswerGet_AnswerHead() => Assert.All(
        HttpTriggers(),
        trigger => Assert.Equal(trigger.Methods!.Contains("get"), trigger.Methods!.Contains("head")));

    [Fact]
    public void HttpTriggers_EveryMethod_IsNamed() => Assert.All(HttpTriggers(), trigger => Assert.NotEmpty(trigger.Methods ?? []));

    [Theory]
    [InlineData("")]
    [InlineData("?zzzz=1")]
    public async Task UnknownReport_IsAProblemDocumentThatNamesEveryReport(string query)
    {
        using var bed = PipelineBed.InMemory();
        using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        var context = new DefaultHttpContext { RequestServices = services };
        context.Request.QueryString = new QueryString(query);
        context.Response.Body = new MemoryStream();

        await (await new GetReport(bed.Get<ReportKinds>(), bed.Get<ReportReader>()).Run(
            context.Request, "funel", default)).ExecuteAsync(context);

        using var answer = JsonDocument.Parse(((MemoryStream)context.Response.Body).ToArray());
        Assert.Equal((404, "application/problem+json"), (context.Response.StatusCode, context.Response.ContentType));
        Assert.Equal(
            "There is no report 'funel'. Use one of attribution, channels, funnel, insights, nurture, paths, quality, runway.",
            answer.RootElement.GetProperty("detail").GetString());
    }

    [Fact]
    public void QueueTriggers_NameOnlyKnownQueues()
    {
        var known = typeof(QueueNames).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetValue(null)!)
            .ToHashSet();
        var queues = FunctionTypes.Methods
            .SelectMany(method => method.GetParameters())
            .Select(parameter => parameter.GetCustomAttribute<QueueTriggerAttribute>()?.QueueName)
            .OfType<string>();

        Assert.All(queues, queue => Assert.Contains(queue.Replace("-poison", string.Empty, StringComparison.Ordinal), known));
    }

    [Fact]
    public void QueueFunctions_TakeTheTextAsItLiesInTheQueue_AndLeaveItToOnePieceOfCode()
    {
        var triggers = FunctionTypes.Methods.SelectMany(method => method.GetParameters())
            .Where(parameter => parameter.IsDefined(typeof(QueueTriggerAttribute)))
            .ToList();

        Assert.NotEmpty(triggers);
        Assert.All(triggers, parameter =>
        {
            Assert.Equal(typeof(string), parameter.ParameterType);
            var needs = parameter.Member.DeclaringType!.GetConstructors().Single().GetParameters().Select(needed => needed.ParameterType);
            Assert.Contains(needs, type => type == typeof(QueueIntake) || type == typeof(PoisonHandler));
        });
    }

    [Fact]
    public void Functions_SendToQueues_OnlyThroughThePort() => Assert.DoesNotContain(
        FunctionTypes.Methods.SelectMany(method => method
            .GetCustomAttributesData()
            .Concat(method.ReturnType.GetProperties().SelectMany(property => property.GetCustomAttributesData()))),
        attribute => attribute.AttributeType == typeof(QueueOutputAttribute));

    [Fact]
    public void Host_Encoding_IsLeftToTheFunctions()
    {
        using var host = JsonDocument.Parse(File.ReadAllText(Path.Combine(RepositoryFiles.Root, "host.json")));

        Assert.Equal("none", host.RootElement.GetProperty("extensions").GetProperty("queues").GetProperty("messageEncoding").GetString());
    }

    [Fact]
    public void HttpFunctions_Answer_ByResultsAlone()
    {
        var http = FunctionTypes.Methods.Where(method => method
            .GetParameters()
            .Any(parameter => parameter.ParameterType == typeof(HttpRequest)));

        Assert.All(http, method => Assert.Equal(
            typeof(Task<IResult>), method.ReturnType == typeof(IResult) ? typeof(Task<IResult>) : method.ReturnType));
    }

    private static IEnumerable<HttpTriggerAttribute> HttpTriggers() => FunctionTypes.Methods
        .SelectMany(method => method.GetParameters())
        .Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>())
        .OfType<HttpTriggerAttribute>();

    private static IReadOnlyList<MethodInfo> MethodsOf(string name) =>
        [.. FunctionTypes.Methods.Where(method => method.DeclaringType!.Name == name)];

    private static string Source(string name) => RepositoryFiles.Sources("src/Pipeline.Functions")
        .Single(file => Path.GetFileNameWithoutExtension(file.Path) == name).Text;
}

using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Capture;
using Pipeline.Capture.Rejected;
using Pipeline.Crm;
using Pipeline.Functions.Capture;
using Pipeline.Functions.Leads;
using Pipeline.Identity;
using Pipeline.Imports;
using Pipeline.Leads;
using Pipeline.Reporting;
using Pipeline.Settings;
using Pipeline.Storage;
using Pipeline.Storage.Shared;
using Pipeline.Testing;

namespace Pipeline.UnitTests.Architecture;

/// <summary>A parameter that a private route does not know never passes for nothing: what it was meant to change would silently not be.</summary>
public sealed class PrivateRouteTests : IDisposable
{
    private readonly ServiceProvider services = Services();

    public static TheoryData<string> Names { get; } = [.. Private.Select(method => method.DeclaringType!.Name)];

    private static IEnumerable<MethodInfo> Private => FunctionTypes.Methods.Where(method => method.GetParameters()
        .Any(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()?.AuthLevel == AuthorizationLevel.Function));

    public void Dispose() => services.Dispose();

    [Fact]
    public void Private_Routes_AreFound() => Assert.InRange(Names.Count, 25, 200);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Route_UnknownParameter_Is400ThatNamesIt(string name)
    {
        var (status, errors) = await AnswerAsync(name, "?zzzz=1&code=key&clientId=me");

        Assert.Equal(400, status);
        Assert.Contains(errors, error => error.Field == "zzzz");
        Assert.DoesNotContain(errors, error => error.Field is "code" or "clientId");
    }

    [Theory]
    [InlineData("ImportCrm", "dry-run", "dryRun")]
    [InlineData("ImportTouches", "dryrunn", "dryRun")]
    [InlineData("ImportCosts", "dry_run", "dryRun")]
    [InlineData("ImportTargets", "decimals", "decimal")]
    [InlineData("GetChannelsReport", "form", "from")]
    [InlineData("GetFunnelReport", "form", "from")]
    [InlineData("GetAttributionReport", "models", "model")]
    [InlineData("GetRunwayReport", "veiw", "view")]
    [InlineData("ListLeads", "stgae", "stage")]
    [InlineData("GetLead", "att", "at")]
    [InlineData("PutSettings", "activated", "activate")]
    [InlineData("RollBackSettings", "acter", "actor")]
    [InlineData("ListRejected", "resaon", "reason")]
    [InlineData("StartRebuild", "form", "from")]
    [InlineData("GetTemplate", "exel", "excel")]
    public async Task Route_SlipOfThePen_NamesTheParameterThatWasMeant(string name, string parameter, string meant)
    {
        var (status, errors) = await AnswerAsync(name, $"?{parameter}=2026-03-01");

        Assert.Equal(400, status);
        Assert.Contains($"Did you mean {meant}?", Assert.Single(errors, error => error.Field == parameter).Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ListLeads", "stage", "zzz")]
    [InlineData("ListLeads", "grade", "E")]
    [InlineData("ListRejected", "reason", "malforme")]
    [InlineData("GetChannelsReport", "level", "sauce")]
    [InlineData("GetChannelsReport", "model", "frist")]
    [InlineData("GetFunnelReport", "stage", "mql")]
    [InlineData("RollBackSettings", "validate", "true")]
    [InlineData("ActivateSettings", "validate", "true")]
    [InlineData("ImportCrm", "dryRun", "")]
    [InlineData("ImportCrm", "dryRun", "yes")]
    public async Task Route_ValueThatMeansNothing_Is400(string name, string parameter, string value)
    {
        var (status, errors) = await AnswerAsync(name, $"?{parameter}={value}");

        Assert.Equal(400, status);
        Assert.Contains(errors, error => error.Field == parameter);
    }

    private static ServiceProvider Services() => new ServiceCollection()
        .AddLogging()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection([new("AzureWebJobsStorage", "UseDevelopmentStorage=true")]).Build())
        .AddSingleton<ITables>(new InMemoryTables(new ManualClock()))
        .AddPipelineSettings()
        .AddCapture().AddCaptureFunctions().AddRejected()
        .AddIdentity()
        .AddHandoffs().AddScoring()
        .AddImports().AddCrm()
        .AddReporting()
        .AddStorage()
        .BuildServiceProvider();

    private async Task<(int Status, IReadOnlyList<(string Field, string Detail)> Errors)> AnswerAsync(string name, string query)
    {
        var method = Private.Single(method => method.DeclaringType!.Name == name);
        var context = new DefaultHttpContext { RequestServices = services };
        context.Request.QueryString = new QueryString(query);
        using var body = new MemoryStream();
        context.Response.Body = body;
        var values = method.GetParameters().Select(parameter =>
            parameter.ParameterType == typeof(HttpRequest) ? context.Request
            : parameter.ParameterType == typeof(CancellationToken) ? CancellationToken.None
            : (object)(parameter.Name switch { "name" => "scoring", "file" => "crm.csv", _ => "x" }));
        var answer = method.Invoke(ActivatorUtilities.CreateInstance(services, method.DeclaringType!), [.. values])!;
        await (answer as IResult ?? await (Task<IResult>)answer).ExecuteAsync(context);
        if (context.Response.StatusCode < 400)
        {
            return (context.Response.StatusCode, []);
        }

        using var document = JsonDocument.Parse(body.ToArray());
        return (
            context.Response.StatusCode,
            [.. document.RootElement.GetProperty("errors").EnumerateArray()
                .Select(error => (error.GetProperty("field").GetString()!, error.GetProperty("detail").GetString()!))]);
    }
}

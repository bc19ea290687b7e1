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
using Pipeline.Reports;
using Pipeline.Settings;
using Pipeline.Storage;
using Pipeline.Storage.Shared;
using Pipeline.Testing;

namespace Pipeline.UnitTests.Architecture;

/// <summary>A parameter that a private route does not know never passes for nothing: what it was meant to change would silently not be.</summary>
public sealed class PrivateRouteTests : IDisposable
{
    private readonly ServiceProvider services = Services();

    // A function that gives several reports is asked for each.
    public static TheoryData<string> Names { get; } =
    [
        .. Private.Select(method => method.DeclaringType!.Name).Where(name => name != nameof(Functions.Reports.GetReport)),
        .. Reports.Select(report => $"{nameof(Functions.Reports.GetReport)} {report}"),
    ];

    private static IEnumerable<string> Reports
    {
        get
        {
            using var services = Services();
            return [.. services.GetRequiredService<ReportKinds>().Names];
        }
    }

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
    [InlineData("GetReport channels", "form", "from")]
    [InlineData("GetReport funnel", "form", "from")]
    [InlineData("GetReport attribution", "models", "model")]
    [InlineData("GetReport runway", "veiw", "view")]
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
    [InlineData("GetReport channels", "level", "sauce")]
    [InlineData("GetReport channels", "model", "frist")]
    [InlineData("GetReport funnel", "stage", "mql")]
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
        var (function, report) = name.Split(' ') is [var first, var second] ? (first, second) : (name, "x");
        var method = Private.Single(method => method.DeclaringType!.Name == function);
        var context = new DefaultHttpContext { RequestServices = services };
        context.Request.QueryString = new QueryString(query);
        using var body = new MemoryStream();
        context.Response.Body = body;
        var values = method.GetParameters().Select(parameter =>
            parameter.ParameterType == typeof(HttpRequest) ? context.Request
            : parameter.ParameterType == typeof(CancellationToken) ? CancellationToken.None
            : (object)(parameter.Name switch { "name" => "scoring", "file" => "crm.csv", "report" => report, _ => "x" }));
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

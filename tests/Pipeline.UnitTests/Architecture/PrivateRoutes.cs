using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Capture;
using Pipeline.Crm;
using Pipeline.Functions.Capture;
using Pipeline.Functions.Leads.Handoffs;
using Pipeline.Functions.Reports;
using Pipeline.Identity;
using Pipeline.Imports;
using Pipeline.Leads;
using Pipeline.Replay;
using Pipeline.Reports;
using Pipeline.Scoring.Refresh;
using Pipeline.Settings;
using Pipeline.Storage;
using Pipeline.Storage.Shared;
using Pipeline.Testing;

namespace Pipeline.UnitTests.Architecture;

/// <summary>Calls the functions of the private interface, one by one, on tables in memory.</summary>
internal sealed class PrivateRoutes : IDisposable
{
    private const string Known = "Known: ";
    private static readonly ConcurrentDictionary<string, IReadOnlyList<string>> Parameters = new(StringComparer.Ordinal);
    private readonly Lazy<ServiceProvider> _services = new(Services);

    /// <summary>Names of the functions; one that gives several reports is named with each, as in <c>GetReport funnel</c>.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Methods().Select(method => method.DeclaringType!.Name).Where(name => name != nameof(GetReport)),
        .. Reports().Select(report => $"{nameof(GetReport)} {report}"),
    ];

    public void Dispose()
    {
        if (_services.IsValueCreated)
        {
            _services.Value.Dispose();
        }
    }

    /// <summary>Names of the query parameters that a function knows, in their order; it tells them when it is asked for another.</summary>
    /// <param name="name">Name of the function.</param>
    public async Task<IReadOnlyList<string>> ParametersAsync(string name)
    {
        if (!Parameters.TryGetValue(name, out var known))
        {
            var detail = (await AnswerAsync(name, "?zzzz=1")).Errors.Single(error => error.Field == "zzzz").Detail;
            var start = detail.IndexOf(Known, StringComparison.Ordinal);
            Parameters[name] = known = start < 0 ? [] : detail[(start + Known.Length)..].TrimEnd('.').Split(", ");
        }

        return known;
    }

    /// <summary>Asks a function, without a body.</summary>
    /// <param name="name">Name of the function.</param>
    /// <param name="query">Query, with its question mark.</param>
    /// <returns>Status, and the faults of a problem document.</returns>
    public async Task<(int Status, IReadOnlyList<(string Field, string Detail)> Errors)> AnswerAsync(string name, string query)
    {
        var (function, report) = name.Split(' ') is [var first, var second] ? (first, second) : (name, "x");
        var method = Methods().Single(method => method.DeclaringType!.Name == function);
        var context = new DefaultHttpContext { RequestServices = _services.Value };
        context.Request.QueryString = new QueryString(query);
        using var body = new MemoryStream();
        context.Response.Body = body;
        var values = method.GetParameters().Select(parameter =>
            parameter.ParameterType == typeof(HttpRequest) ? context.Request
            : parameter.ParameterType == typeof(CancellationToken) ? CancellationToken.None
            : (object)(parameter.Name switch { "name" => "scoring", "file" => "crm.csv", "report" => report, _ => "x" }));
        var answer = method.Invoke(ActivatorUtilities.CreateInstance(_services.Value, method.DeclaringType!), [.. values])!;
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

    private static IEnumerable<MethodInfo> Methods() => FunctionTypes.Methods.Where(method => method.GetParameters()
        .Any(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()?.AuthLevel == AuthorizationLevel.Function));

    private static IReadOnlyList<string> Reports()
    {
        using var services = Services();
        return [.. services.GetRequiredService<ReportKinds>().Names];
    }

    private static ServiceProvider Services() => new ServiceCollection()
        .AddLogging()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection([new("AzureWebJobsStorage", "UseDevelopmentStorage=true")]).Build())
        .AddSingleton<ITables>(new InMemoryTables(new ManualClock()))
        .AddPipelineSettings()
        .AddCapture().AddCaptureFunctions().AddRejected()
        .AddIdentity()
        .AddHandoffs().AddLeads().AddScoring()
        .AddImports().AddCrm()
        .AddReporting()
        .AddStorage()
        .BuildServiceProvider();
}

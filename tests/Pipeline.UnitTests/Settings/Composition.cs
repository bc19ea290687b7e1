using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Moq;
using Pipeline.Capture;
using Pipeline.Crm;
using Pipeline.Functions.Capture;
using Pipeline.Functions.Leads.Handoffs;
using Pipeline.Identity;
using Pipeline.Imports;
using Pipeline.Leads;
using Pipeline.Replay;
using Pipeline.Reports;
using Pipeline.Scoring.Refresh;
using Pipeline.Settings;
using Pipeline.Storage;

namespace Pipeline.UnitTests.Settings;

// The services of the program with some settings; nothing is started.
internal static class Composition
{
    public static ServiceProvider Of(params (string Name, string? Value)[] settings) => In("Production", settings);

    public static ServiceProvider In(string environment, params (string Name, string? Value)[] settings) => new ServiceCollection()
        .AddLogging(logging => logging.ClearProviders())
        .AddSingleton(Mock.Of<IHostEnvironment>(host => host.EnvironmentName == environment))
        .AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection([new("AzureWebJobsStorage", "UseDevelopmentStorage=true")])
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value)))
            .Build())
        .AddPipelineSettings()
        .AddCapture().AddCaptureFunctions().AddRejected()
        .AddIdentity()
        .AddHandoffs().AddLeads().AddScoring()
        .AddImports().AddCrm()
        .AddReporting()
        .AddStorage()
        .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
}

using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Pipeline.Capture;
using Pipeline.Crm;
using Pipeline.Functions.Capture;
using Pipeline.Functions.Leads.Handoffs;
using Pipeline.Identity;
using Pipeline.Imports;
using Pipeline.Leads;
using Pipeline.Money;
using Pipeline.Replay;
using Pipeline.Reports;
using Pipeline.Scoring.Refresh;
using Pipeline.Settings;
using Pipeline.Storage;
using Pipeline.Time;

namespace Pipeline.UnitTests.Architecture;

public sealed class CompositionTests
{
    [Fact]
    public void Services_OfTheSampleSettings_ResolveEveryFunction()
    {
        using var services = Services(Sample());

        Assert.All(FunctionTypes.Methods, method => Assert.NotNull(ActivatorUtilities.CreateInstance(services, method.DeclaringType!)));
    }

    [Fact]
    public void Services_AddedTwice_StayTheSame()
    {
        var once = Ours(Collection(Sample()));
        var twice = Ours(Add(Collection(Sample())));

        Assert.NotEmpty(once);
        Assert.Equal(once, twice);
    }

    [Fact]
    public void TimeZone_Unknown_IsRefusedByName()
    {
        var settings = Sample();
        settings["Pipeline:TimeZone"] = "Europe/Atlantis";
        using var services = Services(settings);

        var refusal = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<TimeOptions>>().Value);

        Assert.Contains("Europe/Atlantis", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SampleSettings_NameOnlyKnownSettings()
    {
        string[] known = ["AzureWebJobsStorage", "FUNCTIONS_WORKER_RUNTIME"];
        string[] sections = [PipelineOptions.Section];

        Assert.All(Sample().Keys, key => Assert.True(
            known.Contains(key) || sections.Any(section => key.StartsWith(section + ":", StringComparison.Ordinal)), $"{key} is unknown."));
    }

    private static Dictionary<string, string?> Sample()
    {
        using var sample = JsonDocument.Parse(File.ReadAllText(Path.Combine(RepositoryFiles.Root, "local.settings.sample.json")));
        return sample.RootElement.GetProperty("Values").EnumerateObject()
            .ToDictionary(value => value.Name.Replace("__", ":", StringComparison.Ordinal), value => value.Value.GetString());
    }

    private static ServiceProvider Services(Dictionary<string, string?> settings) =>
        Collection(settings).BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

    private static IServiceCollection Collection(Dictionary<string, string?> settings) => Add(new ServiceCollection()
        .AddLogging()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()));

    private static IServiceCollection Add(IServiceCollection services) => services
        .AddPipelineSettings()
        .AddCapture().AddCaptureFunctions().AddRejected()
        .AddIdentity()
        .AddHandoffs().AddLeads().AddScoring()
        .AddImports().AddCrm()
        .AddReporting()
        .AddStorage();

    private static List<string> Ours(IServiceCollection services) =>
        [.. services.Select(service => $"{service.ServiceType} {service.ImplementationType}").Where(name => name.Contains(
            "Pipeline.", StringComparison.Ordinal) && !name.Contains("Microsoft.Extensions.Options", StringComparison.Ordinal))];
}

using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Pipeline.Capture;
using Pipeline.Imports;
using Pipeline.Settings;
using Pipeline.UnitTests.Architecture;

namespace Pipeline.UnitTests.Settings;

public sealed partial class SettingsCheckTests
{
    [Theory]
    [InlineData("Pipeline:TimeZone", "Europe/Atlantis", "Pipeline:TimeZone 'Europe/Atlantis' is not a known time zone.", true)]
    [InlineData("Pipeline:Currency", "Euro", "Pipeline:Currency 'Euro' is not a currency.", false)]
    [InlineData("Pipeline:TodayMaxAge", "1.00:00:01", "Pipeline:TodayMaxAge must be between 00:00:00 and 1.00:00:00.", false)]
    [InlineData("Pipeline:TodayMaxAge", "soon", "Pipeline:TodayMaxAge 'soon' is no time span like 00:10:00.", false)]
    [InlineData("Pipeline:RulesDelay", "00:00:00", "Pipeline:RulesDelay must be between 00:00:01 and 01:00:00.", false)]
    [InlineData("Pipeline:SharedDeviceWindow", "", "Pipeline:SharedDeviceWindow '' is no time span like 00:10:00.", false)]
    [InlineData("Pipeline:Capture:MaxBodyBytes", "1", "Pipeline:Capture:MaxBodyBytes must be between 32768 and 16777216.", true)]
    [InlineData("Pipeline:Capture:MaxBodyBytes", "1MB", "Pipeline:Capture:MaxBodyBytes '1MB' is no whole number.", true)]
    [InlineData("Pipeline:Capture:Mode", "identifi", "Pipeline:Capture:Mode 'identifi' is none of identify, measure.", true)]
    [InlineData("Pipeline:Capture:DetectBots", "perhaps", "Pipeline:Capture:DetectBots 'perhaps' is neither true nor false.", true)]
    [InlineData(
        "Pipeline:Capture:Sites",
        "https://www.example.org",
        "Pipeline:Capture:Sites has entries and no value of its own. Write Pipeline:Capture:Sites:0.",
        true)]
    [InlineData("Pipeline:Capture:Sites:0", "https://*.example.org", "Pipeline:Capture:Sites: 'https://*.example.org' is no site", true)]
    [InlineData(
        "Pipeline:Capture:FieldMapping",
        "email",
        "Pipeline:Capture:FieldMapping has entries and no value of its own. Write Pipeline:Capture:FieldMapping:name.",
        true)]
    [InlineData("Pipeline:Storage:TablePrefix", "1", "Pipeline:Storage:TablePrefix must match", true)]
    [InlineData("AzureWebJobsStorage", "nonsense", "AzureWebJobsStorage is no usable connection string: ", true)]
    [InlineData("AzureWebJobsStorage", "", "No storage is configured. Set AzureWebJobsStorage", true)]
    [InlineData("Pipeline:Imports:MaxRows", "0", "Pipeline:Imports:MaxRows must be between 1 and 1000000.", false)]
    [InlineData("Pipeline:Reports:MarginPercent", "100.01", "Pipeline:Reports:MarginPercent must be between 0.001 and 100.", false)]
    [InlineData("Pipeline:Reports:MarginPercent", "half", "Pipeline:Reports:MarginPercent 'half' is no number like 2.5.", false)]
    [InlineData("Pipeline:Handoff:Timeout", "00:02:00", "Pipeline:Handoff:Timeout must be between 00:00:00.1000000 and 00:01:00.", false)]
    [InlineData(
        "Pipeline:Links:fair",
        "https://www.example.org",
        "Pipeline:Links:fair has settings below it and no value of its own. Write Pipeline:Links:fair:Target.",
        false)]
    [InlineData(
        "Pipeline:LinkHosts",
        "www.example.org",
        "Pipeline:LinkHosts has entries and no value of its own. Write Pipeline:LinkHosts:0.",
        false)]
    public void Problems_OfOneFaultyValue_NameItAndSayWhatItStops(string name, string value, string text, bool stopsStart)
    {
        using var services = Composition.Of((name, value));

        var problem = services.GetRequiredService<SettingsCheck>().Problems[0];

        Assert.StartsWith(text, problem.Text, StringComparison.Ordinal);
        Assert.Equal(stopsStart, problem.StopsStart);
        Assert.DoesNotContain("Options.", problem.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Pipeline:TimZone", "Pipeline:TimeZone")]
    [InlineData("Pipeline:timeZoen", "Pipeline:TimeZone")]
    [InlineData("Pipeline:Captur:Mode", "Pipeline:Capture")]
    [InlineData("Pipeline:Report:MarginPercent", "Pipeline:Reports")]
    [InlineData("Pipeline:Capture:Site:0", "Pipeline:Capture:Sites")]
    [InlineData("Pipeline:Capture:DetectBot", "Pipeline:Capture:DetectBots")]
    [InlineData("Pipeline:Storage:TablesPrefix", "Pipeline:Storage:TablePrefix")]
    [InlineData("Pipeline:Imports:MaxRow", "Pipeline:Imports:MaxRows")]
    [InlineData("Pipeline:Reports:MarginPercnt", "Pipeline:Reports:MarginPercent")]
    [InlineData("Pipeline:Handoff:Uri", "Pipeline:Handoff:Url")]
    [InlineData("Pipeline:Links:fair:Campain:Source", "Pipeline:Links:fair:Campaign")]
    [InlineData("Pipeline:Links:fair:Campaign:Sorce", "Pipeline:Links:fair:Campaign:Source")]
    [InlineData("Pipeline:LinkHost:0", "Pipeline:LinkHosts")]
    [InlineData("Pipeline:Sites:0", "Pipeline:Capture:Sites")]
    [InlineData("Pipeline:MaxRows", "Pipeline:Imports:MaxRows")]
    [InlineData("Pipeline:Capture:TimeZone", "Pipeline:TimeZone")]
    [InlineData("Pipeline:TimeZone:Name", "Pipeline:TimeZone")]
    [InlineData("Pipeline:Capture:Sites:0:Host", "Pipeline:Capture:Sites:0")]
    public void Problems_OfAMisspeltName_ProposeTheNearestAndStopNoStart(string name, string nearest)
    {
        using var services = Composition.Of((name, "1"));

        var problem = services.GetRequiredService<SettingsCheck>().Problems.Single(problem => problem.Text.Contains(
            "is not known", StringComparison.Ordinal));

        Assert.EndsWith($"Did you mean {nearest}?", problem.Text, StringComparison.Ordinal);
        Assert.StartsWith("Pipeline:", problem.Text, StringComparison.Ordinal);
        Assert.False(problem.StopsStart);
    }

    [Fact]
    public void Problems_OfManySettings_AreToldAllAtOnceAndOnce()
    {
        using var services = Composition.Of(
            ("Pipeline:TimZone", "Europe/Paris"),
            ("Pipeline:Capture:MaxBodyBytes", "many"),
            ("Pipeline:Capture:MaxBatchEvents", "0"),
            ("Pipeline:Capture:PutTimeout", "later"),
            ("Pipeline:Imports:MaxRows", "0"),
            ("Pipeline:Imports:MaxRow", "5"),
            ("Pipeline:Handoff:Url", "ftp://example.org"));

        var texts = services.GetRequiredService<SettingsCheck>().Problems.Select(problem => problem.Text.Split(' ')[0]);

        Assert.Equal(
            [
                "Pipeline:Capture:MaxBatchEvents", "Pipeline:Capture:MaxBodyBytes", "Pipeline:Capture:PutTimeout",
                "Pipeline:Handoff:Secret", "Pipeline:Handoff:Url",
                "Pipeline:Imports:MaxRow", "Pipeline:Imports:MaxRows", "Pipeline:TimZone",
            ],
            texts);
    }

    [Fact]
    public void Problems_OfEveryKnownSettingWithItsDefault_AreNone()
    {
        using var plain = Composition.Of();
        var settings = new List<(string, string?)>();
        foreach (var group in plain.GetServices<SettingsGroup>())
        {
            var defaults = Activator.CreateInstance(group.Options)!;
            foreach (var property in group.Options.GetProperties().Where(property => property.CanWrite))
            {
                var value = property.GetValue(defaults);
                if (value is string || value?.GetType().IsValueType == true)
                {
                    settings.Add(
                        ($"{group.Section}:{property.Name}".ToUpperInvariant(), Convert.ToString(value, CultureInfo.InvariantCulture)));
                }
                else if (value is string[])
                {
                    settings.Add(($"{group.Section}:{property.Name}:0", property.Name == "OwnAddresses" ? "192.0.2.1" : "www.example.org"));
                }
                else if (value is IDictionary and Dictionary<string, string>)
                {
                    settings.Add(($"{group.Section}:{property.Name}:contact/your-email", "email"));
                }
            }
        }

        using var services = Composition.Of(
            [
                .. settings,
                ("Pipeline:Links:fair:Target", "https://www.example.org/"),
                ("Pipeline:Links:fair:Campaign:Source", "fair"),
                ("Pipeline:Capture:CookieDomain", "example.org"),
            ]);

        Assert.True(settings.Count > 20);
        Assert.Empty(services.GetRequiredService<SettingsCheck>().Problems.Select(problem => problem.Text));
    }

    [Fact]
    public void SettingsPage_NamesOnlyKnownSettings_AndAllOfThem()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "docs", "settings.md"));
        var told = SettingInPage().Matches(page).Select(match => match.Groups["name"].Value).ToList();
        using var services = Composition.Of([.. told.Select(name =>
            (name.Replace("{n}", "0", StringComparison.Ordinal).Replace("{name}", "fair", StringComparison.Ordinal), (string?)""))]);

        var unknown = services.GetRequiredService<SettingsCheck>().Problems.Where(problem => problem.Text.Contains(
            "is not known", StringComparison.Ordinal));
        var known = services.GetServices<SettingsGroup>()
            .SelectMany(group => group.Options.GetProperties()
                .Where(property => property.CanWrite)
                .Select(property => $"{group.Section}:{property.Name}"));

        Assert.True(told.Count > 20);
        Assert.Empty(unknown);
        Assert.All(known, name => Assert.Contains(name.Split(':')[^1], page, StringComparison.Ordinal));
    }

    [Fact]
    public void Options_WithAnUnreadableValue_AreRefusedWithAllTheirFaultsAndGivenAsWritten()
    {
        using var services = Composition.Of(
            ("Pipeline:Imports:MaxRows", "many"), ("Pipeline:Imports:MaxBodyBytes", "1"), ("Pipeline:Imports:Rows", "1"));

        var refused = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<ImportOptions>>().Value);

        Assert.Equal(
            ["Pipeline:Imports:MaxBodyBytes", "Pipeline:Imports:MaxRows", "Pipeline:Imports:Rows"],
            services.GetRequiredService<SettingsCheck>().Tell(refused).Select(text => text.Split(' ')[0]).Order());
        Assert.Equal(100_000, services.GetRequiredService<IOptions<ImportOptions>>().ValueOrDefault().MaxRows);
    }

    [Fact]
    public void Capture_WithAMisspeltName_IsNotRefused()
    {
        using var services = Composition.Of(("Pipeline:Capture:MaxBodyByte", "40000"), ("Pipeline:Capture:MaxBatchEvents", "7"));

        Assert.Equal(7, services.GetRequiredService<IOptions<CaptureOptions>>().Value.MaxBatchEvents);
    }

    [Fact]
    public void Options_AfterAReload_AreReadAgain()
    {
        var source = new ConfigurationBuilder().AddInMemoryCollection([new("Pipeline:Imports:MaxRows", "many")]).Build();
        using var services = new ServiceCollection().AddSingleton<IConfiguration>(source).AddImports().AddLogging().BuildServiceProvider();
        var monitor = services.GetRequiredService<IOptionsMonitor<ImportOptions>>();
        var before = monitor.Get(SettingsRegistration.AsWritten).MaxRows;

        source["Pipeline:Imports:MaxRows"] = "5";
        source.Reload();

        Assert.Equal((100_000, 5, 5), (before, monitor.CurrentValue.MaxRows, monitor.Get(SettingsRegistration.AsWritten).MaxRows));
    }

    [GeneratedRegex(@"^\| `(?<name>Pipeline:[^`]+)`", RegexOptions.Multiline)]
    private static partial Regex SettingInPage();
}

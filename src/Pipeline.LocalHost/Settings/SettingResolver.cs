using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Pipeline.LocalHost.Settings;

/// <summary>Replaces <c>%setting%</c> and finds connection strings by setting name.</summary>
internal sealed partial class SettingResolver(IConfiguration configuration)
{
    public const string DefaultConnection = "AzureWebJobsStorage";

    /// <summary>The text with every <c>%setting%</c> replaced; unknown settings are problems.</summary>
    public string Resolve(string text, string where, List<string> problems) => Placeholder().Replace(text, match =>
    {
        if (configuration[match.Groups[1].Value] is { } value)
        {
            return value;
        }

        problems.Add($"{where}: setting \"{match.Groups[1].Value}\" in \"{text}\" is not set.");
        return "";
    });

    /// <summary>The connection string, or <see langword="null"/> if no setting of that name holds one.</summary>
    public string? Connection(string? name)
    {
        name = string.IsNullOrEmpty(name) ? DefaultConnection : name;
        var value = configuration["AzureWebJobs" + name] ?? configuration[name] ?? configuration.GetConnectionString(name);
        return string.IsNullOrWhiteSpace(value) ? null : value;
    }

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Placeholder();
}

using Microsoft.Extensions.Configuration;
using Pipeline.Settings;

namespace Pipeline.Storage.Shared;

/// <summary>Tells when there is no storage account to connect to, or its connection string is none: without it nothing can be captured.</summary>
/// <param name="configuration">Settings.</param>
internal sealed class ConnectionProblems(IConfiguration configuration) : ISettingsProblems
{
    public IEnumerable<SettingsProblem> Find() =>
        StorageClients.Problems(configuration, StorageOptions.Connection).Select(problem => new SettingsProblem(problem, StopsStart: true));
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Pipeline.Settings;

// Has the options that are given as written read again after a change of the settings, as the others are.
internal sealed class SettingsChange<T>(IConfiguration configuration) : IOptionsChangeTokenSource<T>
{
    public string Name => SettingsRegistration.AsWritten;

    public IChangeToken GetChangeToken() => configuration.GetReloadToken();
}

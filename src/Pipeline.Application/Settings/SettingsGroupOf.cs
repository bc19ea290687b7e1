using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Pipeline.Settings;

// The group of one class of options.
internal sealed class SettingsGroupOf<T>(string section, SettingsFaults faults) : SettingsGroup(typeof(T), section, faults)
    where T : class
{
    public override IReadOnlyList<string> Validate(IServiceProvider services)
    {
        try
        {
            _ = services.GetRequiredService<IOptions<T>>().Value;
            return [];
        }
        catch (OptionsValidationException fault)
        {
            // A validator may ask for other options, whose own group tells what is wrong with them.
            return fault.OptionsType == typeof(T) ? [.. fault.Failures.Select(Tell)] : [];
        }
    }
}

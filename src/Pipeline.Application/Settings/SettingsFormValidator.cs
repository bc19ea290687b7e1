using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Pipeline.Settings;

// Refuses options of whose settings one cannot be read or is misspelt: it would be as if it was not there. A misspelt name never stops the
// start, so where the options themselves do it is told only.
internal sealed class SettingsFormValidator<T>(IConfiguration configuration, SettingsGroupOf<T> group, IEnumerable<SettingsGroup> groups)
    : IValidateOptions<T>
    where T : class
{
    public ValidateOptionsResult Validate(string? name, T options)
    {
        if (name == SettingsRegistration.AsWritten)
        {
            return ValidateOptionsResult.Skip;
        }

        var faults = SettingsForm.Find(configuration, [.. groups])
            .Where(fault => fault.Options == typeof(T) && !(fault.IsUnknown && group.Faults == SettingsFaults.StopStart))
            .Select(fault => fault.Text)
            .ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}

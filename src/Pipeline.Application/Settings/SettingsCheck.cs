using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Pipeline.Settings;

/// <summary>Everything that is wrong with the settings, found once.</summary>
public sealed class SettingsCheck
{
    private readonly IReadOnlyCollection<SettingsGroup> _groups;
    private readonly Lazy<IReadOnlyList<SettingsProblem>> _problems;

    /// <summary>Makes the check; nothing is looked at yet.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="groups">The classes of options that they fill.</param>
    /// <param name="services">Gives the options and their validators.</param>
    public SettingsCheck(IConfiguration configuration, IEnumerable<SettingsGroup> groups, IServiceProvider services)
    {
        _groups = [.. groups];
        _problems = new(() =>
        [
            .. SettingsForm.Find(configuration, _groups).Select(Problem)
                .Concat(_groups.SelectMany(
                    group => group.Validate(services),
                    (group, text) => new SettingsProblem(text, group.Faults == SettingsFaults.StopStart)))
                .DistinctBy(problem => problem.Text)
                .OrderBy(problem => problem.Text, StringComparer.Ordinal),
        ]);
    }

    /// <summary>Every problem, by the name of the setting; empty when there is none.</summary>
    public IReadOnlyList<SettingsProblem> Problems => _problems.Value;

    /// <summary>Names the settings behind refused options.</summary>
    /// <param name="fault">The refusal.</param>
    public IReadOnlyList<string> Tell(OptionsValidationException fault)
    {
        var group = _groups.FirstOrDefault(group => group.Options == fault.OptionsType);
        return [.. fault.Failures.Select(failure => group?.Tell(failure) ?? failure)];
    }

    private SettingsProblem Problem(SettingsFault fault) => new(
        fault.Text,
        !fault.IsUnknown && _groups.Any(group => group.Options == fault.Options && group.Faults == SettingsFaults.StopStart));
}

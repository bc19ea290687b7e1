using System.Text.RegularExpressions;

namespace Pipeline.Settings;

/// <summary>One class of options and the configuration section that fills it.</summary>
public abstract partial class SettingsGroup
{
    private protected SettingsGroup(Type options, string section, SettingsFaults faults) =>
        (Options, Section, Faults) = (options, section, faults);

    /// <summary>Class of options.</summary>
    public Type Options { get; }

    /// <summary>Configuration section, for example <c>Pipeline:Capture</c>.</summary>
    public string Section { get; }

    /// <summary>What its faults stop.</summary>
    public SettingsFaults Faults { get; }

    /// <summary>Finds every fault of the group's values.</summary>
    /// <param name="services">Services of the application.</param>
    public abstract IReadOnlyList<string> Validate(IServiceProvider services);

    /// <summary>Names settings in full in what a validator says.</summary>
    /// <param name="failure">What it says.</param>
    public string Tell(string failure) => Annotation().Replace(failure, found => $"{Section}:{found.Groups["name"].Value}");

    // "MaxRows: The field ImportOptions.MaxRows must …" of data annotations.
    [GeneratedRegex(@"^(?<name>\w+): The (?:field )?\w+\.\w+(?= )")]
    private static partial Regex Annotation();
}

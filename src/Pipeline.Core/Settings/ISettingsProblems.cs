namespace Pipeline.Settings;

/// <summary>Tells faults of settings that no class of options holds.</summary>
public interface ISettingsProblems
{
    /// <summary>Finds every fault.</summary>
    IEnumerable<SettingsProblem> Find();
}

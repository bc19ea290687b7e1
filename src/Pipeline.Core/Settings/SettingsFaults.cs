namespace Pipeline.Settings;

/// <summary>What a fault in a group of settings stops, where the application does not run for its developer.</summary>
public enum SettingsFaults
{
    /// <summary>The feature that uses the group: what asks for its options is refused.</summary>
    StopFeature = 0,

    /// <summary>The start: nothing is captured without the group.</summary>
    StopStart = 1,
}

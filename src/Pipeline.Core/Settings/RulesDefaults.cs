namespace Pipeline.Settings;

/// <summary>Rules that are no settings document, as they are until the settings say otherwise.</summary>
public static class RulesDefaults
{
    /// <summary>Time in which three different leads on one browser make it a shared device: 24 hours.</summary>
    public static readonly TimeSpan SharedDeviceWindow = TimeSpan.FromHours(24);
}

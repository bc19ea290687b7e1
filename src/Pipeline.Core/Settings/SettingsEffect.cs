namespace Pipeline.Settings;

/// <summary>What an activated settings document changes.</summary>
public enum SettingsEffect
{
    /// <summary>What comes after the activation; it counts at once, as fast as the caches allow.</summary>
    AtOnce = 1,

    /// <summary>What happens after the moment from which it counts; what happened before stays as it was decided.</summary>
    FromThenOn = 2,

    /// <summary>Every lead: all of them are computed anew once it counts.</summary>
    EveryLead = 3,
}

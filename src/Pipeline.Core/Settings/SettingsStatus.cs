namespace Pipeline.Settings;

/// <summary>What became of a request about settings.</summary>
public enum SettingsStatus
{
    /// <summary>Done, or there was nothing to do.</summary>
    Done = 1,

    /// <summary>There is no such document.</summary>
    UnknownDocument = 2,

    /// <summary>The document has no such version.</summary>
    UnknownVersion = 3,

    /// <summary>The document has problems; nothing was stored.</summary>
    Invalid = 4,

    /// <summary>Somebody else changed the document since it was read; nothing was stored.</summary>
    Changed = 5,

    /// <summary>Only the shipped default was ever active.</summary>
    NothingToTakeBack = 6,
}

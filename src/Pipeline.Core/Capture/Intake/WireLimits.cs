namespace Pipeline.Capture.Intake;

/// <summary>Limits of single events on the wire. Longer texts are cut; what identifies something is rejected instead.</summary>
public static class WireLimits
{
    /// <summary>Longest event, in bytes of UTF-8 JSON.</summary>
    public const int EventBytes = 32_768;

    /// <summary>Longest event id and page id, in characters.</summary>
    public const int Id = 128;

    /// <summary>Longest title, in characters.</summary>
    public const int Title = 512;

    /// <summary>Longest name of an event, form, property or field, in characters.</summary>
    public const int Name = 100;

    /// <summary>Longest value of a property or field, in characters.</summary>
    public const int Value = 1_000;

    /// <summary>Most properties or fields of one event; further ones are a fault.</summary>
    public const int Values = 50;
}

namespace Pipeline.Settings;

// What is wrong with the form of one setting.
internal sealed record SettingsFault
{
    /// <summary>Name of the setting.</summary>
    public required string Path { get; init; }

    /// <summary>The setting by name, what is wrong and what to do.</summary>
    public required string Text { get; init; }

    /// <summary>True for a name that nothing reads; false for a value that cannot be read.</summary>
    public required bool IsUnknown { get; init; }

    /// <summary>The options that it belongs to; null for an unknown name outside every group.</summary>
    public Type? Options { get; init; }
}

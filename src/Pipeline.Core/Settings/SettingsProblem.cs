namespace Pipeline.Settings;

/// <summary>One thing that is wrong with the settings.</summary>
/// <param name="Text">The setting by name, what is wrong and what to do.</param>
/// <param name="StopsStart">True when nothing can be captured with it.</param>
public sealed record SettingsProblem(string Text, bool StopsStart);

using Pipeline.Settings;

namespace Pipeline.Functions.Settings;

/// <summary>Which versions of a settings document there are, and which became active when.</summary>
/// <param name="Name">Name of the document.</param>
/// <param name="Revision">Number that grows with every change: the ETag of the document.</param>
/// <param name="Effect">What an activation changes.</param>
/// <param name="Versions">Stored versions, in the order of their numbers.</param>
/// <param name="Activations">Activations, in the order in which they were asked for.</param>
internal sealed record SettingsHistory(
    string Name,
    int Revision,
    SettingsEffect Effect,
    IReadOnlyList<SettingsVersion> Versions,
    IReadOnlyList<SettingsActivation> Activations);

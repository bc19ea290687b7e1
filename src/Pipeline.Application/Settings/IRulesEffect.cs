namespace Pipeline.Settings;

/// <summary>What has to be computed anew when a document counts whose effect is <see cref="SettingsEffect.EveryLead"/>.</summary>
public interface IRulesEffect
{
    /// <summary>Asks for it once the newest activation of a document counts.</summary>
    /// <param name="name">Name of the document.</param>
    Task RequestAsync(string name, SettingsLog log, CancellationToken cancellationToken);
}

using Pipeline.Settings;

namespace Pipeline.Lifecycle;

/// <summary>
/// Settings <c>stages</c>: <see cref="StagesDocument"/>, compiled to a <see cref="StageBook"/>. Its names count for later uploads, its
/// order for every lead.
/// </summary>
public sealed class StageSettings() : RulesDocument<StagesDocument, StageBook>(StagesDocument.Form, SettingsEffect.EveryLead)
{
    /// <inheritdoc/>
    protected override StageBook Compile(StagesDocument document) => new(document);
}

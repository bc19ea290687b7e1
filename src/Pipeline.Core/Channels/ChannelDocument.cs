using Pipeline.Settings;

namespace Pipeline.Channels;

/// <summary>Settings <c>channels</c>: <see cref="ChannelRules"/>, compiled to a <see cref="ChannelClassifier"/>.</summary>
/// <param name="sites">Hosts of the sites that capture knows, which are own ones under any version of the rules; null for none.</param>
public sealed class ChannelDocument(IReadOnlyList<string>? sites = null)
    : RulesDocument<ChannelRules, ChannelClassifier>(ChannelRules.Form, SettingsEffect.FromThenOn)
{
    /// <inheritdoc/>
    protected override ChannelClassifier Compile(ChannelRules document) => new(document, sites);

    /// <inheritdoc/>
    protected override string? Label(ChannelRules document) => document.RulesVersion;
}

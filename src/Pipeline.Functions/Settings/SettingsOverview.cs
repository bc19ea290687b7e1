using Pipeline.Leads.Facts;
using Pipeline.Settings;

namespace Pipeline.Functions.Settings;

/// <summary>How all settings documents stand.</summary>
/// <param name="Rescore">How far computing every lead anew has come; null before the first activation that asks for it.</param>
internal sealed record SettingsOverview(IReadOnlyList<SettingsState> Documents, RescoreJob? Rescore);

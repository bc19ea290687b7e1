namespace Pipeline.Leads.Previews;

/// <summary>A request to show what rules would do.</summary>
/// <param name="Name">Name of the settings document; any text.</param>
/// <param name="Text">JSON text of the rules; not read when <paramref name="Version"/> names some.</param>
/// <param name="Version">Stored version to show; null shows <paramref name="Text"/>.</param>
/// <param name="At">Moment from which the rules would count; null: that of an activation now.</param>
/// <param name="Cursor">Where the part before ended; null begins at the top.</param>
/// <param name="Seconds">Time after which a part ends; 1 to <c>RulesPreview.MaxSeconds</c>.</param>
public sealed record PreviewQuery(string Name, string Text, int? Version, DateTimeOffset? At, string? Cursor, int Seconds);

namespace Pipeline.Leads.Previews;

/// <summary>Touches that rules of channels would decide otherwise.</summary>
/// <param name="From">Channel by the rules as they are.</param>
/// <param name="To">Channel by the rules as they would be, had they been active all along.</param>
/// <param name="Touches">How many.</param>
public sealed record PreviewChannel(string From, string To, int Touches);

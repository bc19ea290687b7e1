using Pipeline.Crm.Facts;

namespace Pipeline.Crm;

/// <summary>A good row of an upload of touches.</summary>
/// <param name="Content">Touch without lead and upload time.</param>
public sealed record TouchRow(OfflineTouch Content);

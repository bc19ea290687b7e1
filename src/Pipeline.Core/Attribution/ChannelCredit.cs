namespace Pipeline.Attribution;

/// <summary>What a channel gets of all conversions of a period.</summary>
/// <param name="Channel">Channel name.</param>
/// <param name="Share">Share of the conversions, 0 to 1, unrounded.</param>
/// <param name="MicroConversions">Millionths of a conversion; all channels sum to the conversions.</param>
/// <param name="Amount">Minor units; all channels sum to the amount.</param>
public sealed record ChannelCredit(string Channel, double Share, long MicroConversions, long Amount);

namespace Pipeline.Attribution.Models;

/// <summary>Channels of a tally in ordinal order: results must not depend on which path came first.</summary>
internal static class ChannelOrder
{
    /// <summary>Places of the channels in the tally, in the ordinal order of their names.</summary>
    /// <param name="tally">Counted paths.</param>
    public static int[] Of(ChannelTally tally) =>
        [.. Enumerable.Range(0, tally.Names.Count).OrderBy(channel => tally.Names[channel], StringComparer.Ordinal)];
}

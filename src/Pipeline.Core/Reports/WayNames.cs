using Pipeline.Text;

namespace Pipeline.Reports;

/// <summary>Names ways over channels.</summary>
public static class WayNames
{
    /// <summary>Channels in order, the same one twice in a row once.</summary>
    /// <param name="channels">Channels in order.</param>
    public static string Of(IReadOnlyList<string> channels) =>
        string.Join(" > ", channels.Where((channel, place) => place == 0 || !NameFold.AreSame(channel, channels[place - 1])));
}

namespace Pipeline.Attribution.Models;

internal sealed class ChannelTotals
{
    public ChannelTotals(IReadOnlyList<ChannelPath> paths)
    {
        foreach (var path in paths)
        {
            if (path.Channels.Count == 0 || path.Conversions < 0 || path.NonConversions < 0)
            {
                throw new ArgumentException("A path has no channel or a negative count.", nameof(paths));
            }

            Conversions = checked(Conversions + path.Conversions);
            Amount = checked(Amount + path.Amount);
        }

        Names = [.. paths.SelectMany(path => path.Channels).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Places = Names.Select((name, place) => (name, place)).ToDictionary(pair => pair.name, pair => pair.place, StringComparer.Ordinal);
    }

    public string[] Names { get; }

    public Dictionary<string, int> Places { get; }

    public long Conversions { get; }

    public long Amount { get; }
}

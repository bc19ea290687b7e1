using System.Collections.Concurrent;
using Pipeline.Attribution;
using Pipeline.Channels;
using Pipeline.Ruleset;
using Pipeline.Text;

namespace Pipeline.Crm;

/// <summary>
/// Gives the channels that there are: those of the rules in use and of their document, and those that stored touches name.
/// </summary>
/// <param name="rules">Rules in use.</param>
/// <param name="touches">Channels of touches.</param>
public sealed class KnownChannels(CurrentRules rules, ITouchChannelStore touches)
{
    // Nothing ever takes one away, so this process need not note it twice.
    private readonly ConcurrentDictionary<string, bool> _noted = new(NameFold.Comparer);

    /// <summary>Reads them.</summary>
    public async Task<ChannelBook> GetAsync(CancellationToken cancellationToken)
    {
        var ruled = (await rules.GetAsync(cancellationToken)).Channels.Newest.Channels;
        return new ChannelBook(
            [.. ruled.Append(UnknownSource.Channel).Union(await touches.ListAsync(cancellationToken), NameFold.Comparer)]);
    }

    /// <summary>
    /// Notes the channels that touches name and no rule gives a visit. Before the touches, so that none is stored whose channel is unknown.
    /// </summary>
    /// <param name="channels">Channels of touches.</param>
    public async Task AddAsync(IEnumerable<string> channels, CancellationToken cancellationToken)
    {
        foreach (var channel in channels.Except(ChannelNames.All, NameFold.Comparer).Where(channel => !_noted.ContainsKey(channel)))
        {
            await touches.AddAsync(channel, cancellationToken);
            _noted[channel] = true;
        }
    }
}

using System.Buffers;
using System.Runtime.InteropServices;
using Pipeline.Text;

namespace Pipeline.Attribution;

/// <summary>
/// What Markov and Shapley need of any number of paths, counted exactly: how often one channel follows another, and what is shared by how
/// many channels. It grows with the channels alone, so a journey more costs time and no memory, and the order of paths does not matter.
/// </summary>
public sealed class ChannelTally
{
    private readonly Dictionary<string, int> _places = new(NameFold.Comparer);
    private readonly List<string> _names = [];
    private int _capacity;
    private int[] _route = new int[16];
    private long[] _seenIn = [];
    private long _path;
    private long[] _starts = [];
    private long[] _ends = [];
    private long[] _leaving = [];
    private long[] _steps = [];
    private long[] _shared = [];
    private long[] _sharedAmounts = [];

    /// <summary>Conversions so far.</summary>
    public long Conversions { get; private set; }

    /// <summary>Amount of the conversions so far, in minor units.</summary>
    public long Amount { get; private set; }

    /// <summary>Names of the channels so far, in the order in which they came.</summary>
    internal IReadOnlyList<string> Names => _names;

    /// <summary>Counts paths.</summary>
    /// <param name="paths">Paths, converting or not.</param>
    /// <exception cref="ArgumentException">A path has no channel or a negative count.</exception>
    public static ChannelTally Of(IEnumerable<ChannelPath> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var tally = new ChannelTally();
        foreach (var path in paths)
        {
            tally.Add(path);
        }

        return tally;
    }

    /// <summary>Counts journeys that converted.</summary>
    /// <param name="parameters">Window and Direct policy.</param>
    /// <exception cref="ArgumentException">The parameters are invalid, or touches are not in event order.</exception>
    public static ChannelTally Of(IEnumerable<Journey> journeys, AttributionParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(journeys);
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.Validate();
        var tally = new ChannelTally();
        foreach (var journey in journeys)
        {
            tally.Add(journey, parameters);
        }

        return tally;
    }

    /// <summary>Counts one path more.</summary>
    /// <param name="path">Path, converting or not.</param>
    /// <exception cref="ArgumentException">The path has no channel or a negative count.</exception>
    public void Add(ChannelPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Channels.Count == 0 || path.Conversions < 0 || path.NonConversions < 0)
        {
            throw new ArgumentException("A path has no channel or a negative count.", nameof(path));
        }

        Reserve(path.Channels.Count);
        for (var i = 0; i < path.Channels.Count; i++)
        {
            _route[i] = PlaceOf(path.Channels[i]);
        }

        Count(_route.AsSpan(0, path.Channels.Count), path.Conversions, path.NonConversions, path.Amount);
    }

    /// <summary>How often paths began with a channel.</summary>
    /// <param name="channel">Place of the channel.</param>
    internal long Starts(int channel) => _starts[channel];

    /// <summary>How often paths converted from a channel.</summary>
    /// <param name="channel">Place of the channel.</param>
    internal long Ends(int channel) => _ends[channel];

    /// <summary>How often paths left a channel, to another one or for good.</summary>
    /// <param name="channel">Place of the channel.</param>
    internal long Leaving(int channel) => _leaving[channel];

    /// <summary>How often one channel followed another one.</summary>
    /// <param name="from">Place of the channel that came first.</param>
    /// <param name="to">Place of the channel that followed.</param>
    internal long Steps(int from, int to) => _steps[(from * _capacity) + to];

    /// <summary>Conversions, and their amount, of paths that hold a channel and a number of distinct channels.</summary>
    /// <param name="distinct">Number of distinct channels, 1 or more.</param>
    /// <param name="channel">Place of the channel.</param>
    internal (long Conversions, long Amount) Shared(int distinct, int channel) =>
        (_shared[((distinct - 1) * _capacity) + channel], _sharedAmounts[((distinct - 1) * _capacity) + channel]);

    private void Add(Journey journey, AttributionParameters parameters)
    {
        var touches = ArrayPool<Touch>.Shared.Rent(Math.Max(1, journey.Touches.Count));
        var count = Eligibility.Fill(journey.Touches, journey.Credited.At, parameters, touches);
        Reserve(Math.Max(1, count));
        _route[0] = count == 0 ? PlaceOf(UnknownSource.Channel) : 0;
        for (var i = 0; i < count; i++)
        {
            _route[i] = PlaceOf(touches[i].Source.Channel);
        }

        ArrayPool<Touch>.Shared.Return(touches, clearArray: true);
        Count(_route.AsSpan(0, Math.Max(1, count)), journey.RefundOf is null ? 1 : 0, 0, journey.Conversion.Amount);
    }

    private void Count(ReadOnlySpan<int> channels, long conversions, long nonConversions, long amount)
    {
        Conversions = checked(Conversions + conversions);
        Amount = checked(Amount + amount);
        var all = checked(conversions + nonConversions);
        var from = channels[0];
        _starts[from] += all;
        foreach (var to in channels[1..])
        {
            // Staying on a channel changes no probability of where the chain ends, only the condition of the matrix.
            if (to != from)
            {
                _steps[(from * _capacity) + to] += all;
                _leaving[from] += all;
                from = to;
            }
        }

        _ends[from] += conversions;
        _leaving[from] += all;
        Share(channels, conversions, amount);
    }

    private void Share(ReadOnlySpan<int> channels, long conversions, long amount)
    {
        _path++;
        var distinct = 0;
        foreach (var channel in channels)
        {
            distinct += _seenIn[channel] == _path ? 0 : 1;
            _seenIn[channel] = _path;
        }

        _path++;
        foreach (var channel in channels)
        {
            if (_seenIn[channel] != _path)
            {
                _seenIn[channel] = _path;
                var place = ((distinct - 1) * _capacity) + channel;
                _shared[place] = checked(_shared[place] + conversions);
                _sharedAmounts[place] = checked(_sharedAmounts[place] + amount);
            }
        }
    }

    private int PlaceOf(string channel)
    {
        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(_places, channel, out var isKnown);
        if (!isKnown)
        {
            place = _names.Count;
            _names.Add(channel);
            if (_names.Count > _capacity)
            {
                Grow();
            }
        }

        return place;
    }

    private void Reserve(int length)
    {
        if (_route.Length < length)
        {
            _route = new int[Math.Max(length, 2 * _route.Length)];
        }
    }

    private void Grow()
    {
        var (old, next) = (_capacity, Math.Max(16, 2 * _capacity));
        (_steps, _shared, _sharedAmounts) = (Widen(_steps, old, next), Widen(_shared, old, next), Widen(_sharedAmounts, old, next));
        Array.Resize(ref _starts, next);
        Array.Resize(ref _ends, next);
        Array.Resize(ref _leaving, next);
        Array.Resize(ref _seenIn, next);
        _capacity = next;
    }

    private static long[] Widen(long[] square, int old, int next)
    {
        var wide = new long[next * next];
        for (var row = 0; row < old; row++)
        {
            square.AsSpan(row * old, old).CopyTo(wide.AsSpan(row * next));
        }

        return wide;
    }
}

using Pipeline.Events;
using Pipeline.Scoring.Documents;
using Pipeline.Text;

namespace Pipeline.Scoring;

/// <summary>A condition made ready for many events: types and tags as bit sets, absent parts skipped.</summary>
internal sealed class CompiledCondition
{
    private readonly ScoringCondition _condition;
    private readonly uint _types;
    private readonly ulong _tags;

    public CompiledCondition(ScoringCondition condition, IReadOnlyList<ContentTag> tags)
    {
        _condition = condition;
        foreach (var type in condition.Types)
        {
            _types |= Bit(type);
        }

        for (var i = 0; i < tags.Count; i++)
        {
            if (condition.Tags.Contains(tags[i].Tag, StringComparer.OrdinalIgnoreCase))
            {
                _tags |= 1UL << i;
            }
        }
    }

    /// <summary>Tells whether an event fits.</summary>
    /// <param name="view">The event.</param>
    public bool Fits(in EventView view)
    {
        var captured = view.Event;
        return (_types & Bit(captured.Type)) != 0
            && (_tags == 0 || (_tags & view.Tags) != 0)
            && (_condition.MinimumSeconds is not { } least || (captured.Type == EventType.Engagement && captured.Seconds >= least))
            && (_condition.DisposableEmail is not { } disposable || (captured.Email is not null && view.Disposable == disposable))
            && (_condition.Channels.Count == 0 || Equal(_condition.Channels, view.Channel))
            && (_condition.Forms.Count == 0 || Like(_condition.Forms, captured.Form))
            && (_condition.Names.Count == 0 || Like(_condition.Names, captured.Name))
            && (_condition.Urls.Count == 0 || OnPath(_condition.Urls, view.Url))
            && (_condition.Properties.Count == 0 || HasAll(_condition.Properties, captured));
    }

    private static uint Bit(EventType type) => (uint)type < 32 ? 1u << (int)type : 0;

    private static bool Equal(IReadOnlyList<string> names, string? value)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (NameFold.AreSame(names[i], value))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Like(IReadOnlyList<string> patterns, string? value)
    {
        for (var i = 0; value is not null && i < patterns.Count; i++)
        {
            if (UrlPattern.Fits(patterns[i], value))
            {
                return true;
            }
        }

        return false;
    }

    private static bool OnPath(IReadOnlyList<string> patterns, string? url)
    {
        var path = UrlPattern.PathOf(url);
        for (var i = 0; i < patterns.Count; i++)
        {
            if (UrlPattern.FitsPath(patterns[i], path))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasAll(IReadOnlyList<PropertyCondition> properties, CapturedEvent captured)
    {
        for (var i = 0; i < properties.Count; i++)
        {
            if (!Holds(captured.Props, properties[i]) && !Holds(captured.Fields, properties[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Holds(SortedDictionary<string, string>? values, PropertyCondition property)
    {
        if (values is null)
        {
            return false;
        }

        foreach (var (name, value) in values)
        {
            if (name.Equals(property.Name, StringComparison.OrdinalIgnoreCase)
                && (property.EqualTo is { } whole
                    ? value.Equals(whole, StringComparison.OrdinalIgnoreCase)
                    : value.Contains(property.Contains!, StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }
        }

        return false;
    }
}

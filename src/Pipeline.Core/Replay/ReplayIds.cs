using System.Globalization;
using Pipeline.Events;
using Pipeline.Records;
using Pipeline.Rejected;

namespace Pipeline.Replay;

// Ids for events without one: made of the rejected event's own id, so that every replay of it makes the same events.
internal sealed class ReplayIds(RejectedId id) : IIdGenerator
{
    private int _made;

    public string NewId() => FactKey.Of(string.Create(CultureInfo.InvariantCulture, $"{id}|{_made++}"));
}

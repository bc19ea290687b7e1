using System.Globalization;
using Pipeline.Identity;

namespace Pipeline.Capture.Rejected;

// Ids for events without one: made of the rejected event's own id, so that every replay of it makes the same events.
internal sealed class ReplayIds(RejectedId id) : IIdGenerator
{
    private int _made;

    public string NewId() => FactKey.Of(string.Create(CultureInfo.InvariantCulture, $"{id}|{_made++}"));
}

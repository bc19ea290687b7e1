using Pipeline.Events;
using Pipeline.Records;

namespace Pipeline.UnitTests.Capture;

internal sealed class SequenceIds : IIdGenerator
{
    private int _next;

    public string NewId() => FactKey.Of($"id {Interlocked.Increment(ref _next)}");
}

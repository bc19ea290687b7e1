using Pipeline.Events;

namespace Pipeline.Channels;

/// <summary>What a lookup in the source lists finds.</summary>
/// <param name="Kind">The list.</param>
/// <param name="Name">Name of the source in reports; empty for excluded ones.</param>
internal sealed record IndexedSource(SourceKind Kind, string Name);

using Pipeline.Problems;

namespace Pipeline.Settings;

/// <summary>What came of reading the text of a rules document.</summary>
/// <typeparam name="TDocument">The document as it stands in JSON.</typeparam>
/// <param name="Document">The document; null when there is any problem.</param>
/// <param name="Problems">Every problem with its JSON path as field, in the order of the document; empty when it is good.</param>
public sealed record RulesReading<TDocument>(TDocument? Document, IReadOnlyList<Problem> Problems)
    where TDocument : class;

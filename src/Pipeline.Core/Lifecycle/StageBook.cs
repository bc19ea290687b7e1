using Pipeline.Imports;

namespace Pipeline.Lifecycle;

/// <summary>Finds the stage that a text names. Immutable.</summary>
public sealed class StageBook
{
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly StagesDocument _document;

    /// <summary>Makes the book.</summary>
    /// <param name="document">Valid document.</param>
    public StageBook(StagesDocument document)
    {
        _document = document;
        for (var i = 0; i < document.Stages.Count; i++)
        {
            var stage = document.Stages[i];
            foreach (var name in stage.Aliases.Prepend(stage.Name).Prepend(stage.Id))
            {
                _places.TryAdd(TextFold.Fold(name), i);
            }
        }
    }

    /// <summary>Names of the stages, in order.</summary>
    public IEnumerable<string> Names => _document.Stages.Select(stage => stage.Name);

    /// <summary>The stage that a text names, by id, name or alias; case, accents and punctuation do not matter.</summary>
    /// <param name="text">Text of an upload.</param>
    /// <param name="order">Its place in the document.</param>
    /// <returns>Null when it names none.</returns>
    public StageDefinition? Find(string text, out int order) =>
        _places.TryGetValue(TextFold.Fold(text), out order) ? _document.Stages[order] : null;
}

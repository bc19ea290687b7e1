using Pipeline.Text;

namespace Pipeline.Lifecycle;

/// <summary>Finds the stage that a text names. Immutable.</summary>
public sealed class StageBook
{
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _orders = new(StringComparer.Ordinal);
    private readonly StagesDocument _document;

    /// <summary>Makes the book.</summary>
    /// <param name="document">Valid document.</param>
    public StageBook(StagesDocument document)
    {
        _document = document;
        for (var i = 0; i < document.Stages.Count; i++)
        {
            var stage = document.Stages[i];
            _orders[stage.Id] = i;
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
    /// <returns>Null when it names none.</returns>
    public StageDefinition? Find(string text) => _places.TryGetValue(TextFold.Fold(text), out var place) ? _document.Stages[place] : null;

    /// <summary>
    /// The stage that a text of an export names: exports put the pipeline behind the stage, as in <c>Closed won (Sales Pipeline)</c>.
    /// </summary>
    /// <param name="text">Text of an upload.</param>
    /// <returns>Null when it names none.</returns>
    public StageDefinition? FindBehind(string text)
    {
        var start = text.LastIndexOf('(');
        return Find(text) ?? (start > 0 && text.TrimEnd().EndsWith(')') ? Find(text[..start]) : null);
    }

    /// <summary>The shipped stage as which a stage counts.</summary>
    /// <param name="known">What it counted as before; holds for a stage that is no longer in the document.</param>
    /// <returns>Null when it counts as none.</returns>
    public string? MeaningOf(string stageId, string? known) =>
        _orders.TryGetValue(stageId, out var place) ? _document.Stages[place].Meaning : known;

    /// <summary>Place of a stage in the document; a stage that is no longer in it comes last.</summary>
    public int OrderOf(string stageId) => _orders.GetValueOrDefault(stageId, int.MaxValue);
}

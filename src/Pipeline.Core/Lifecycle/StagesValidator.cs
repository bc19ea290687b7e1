using System.Globalization;
using System.Text.Json;
using Pipeline.Problems;
using Pipeline.Text;

namespace Pipeline.Lifecycle;

/// <summary>Reads and validates stages documents, and lists every problem with its place and what to do.</summary>
public static class StagesValidator
{
    private static readonly Lazy<JsonSchemaCheck> SchemaCheck =
        new(() => new JsonSchemaCheck(StagesResources.Text(StagesResources.Schema)));

    /// <summary>Reads a document from JSON.</summary>
    /// <param name="json">The document.</param>
    /// <returns>The stages, or every problem: of form if there is any, else of meaning.</returns>
    public static StagesReading Read(string json)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json);
        }
        catch (JsonException error)
        {
            var place = string.Create(
                CultureInfo.InvariantCulture, $"line {error.LineNumber + 1}, position {error.BytePositionInLine + 1}");
            return new StagesReading(null, [new("$", $"is not JSON at {place}; correct the text there.")]);
        }

        using (document)
        {
            var problems = SchemaCheck.Value.Check(document.RootElement);
            if (problems.Count > 0)
            {
                return new StagesReading(null, problems);
            }

            var stages = document.RootElement.Deserialize(StagesJson.Default.StagesDocument)!;
            problems = Meaning(stages);
            return new StagesReading(problems.Count == 0 ? stages : null, problems);
        }
    }

    /// <summary>Validates stages, however they were made.</summary>
    /// <param name="stages">Stages to validate.</param>
    /// <returns>Every problem; empty when the stages are good.</returns>
    public static IReadOnlyList<RulesProblem> Validate(StagesDocument stages)
    {
        var problems = SchemaCheck.Value.Check(JsonSerializer.SerializeToElement(stages, StagesJson.Default.StagesDocument));
        return problems.Count > 0 ? problems : Meaning(stages);
    }

    // What a schema cannot say. Runs only on documents of good form.
    private static List<RulesProblem> Meaning(StagesDocument document)
    {
        var problems = new List<RulesProblem>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < document.Stages.Count; i++)
        {
            var stage = document.Stages[i];
            if (!ids.Add(stage.Id))
            {
                problems.Add(new(Path(i, "id"), $"\"{stage.Id}\" names another stage already; give each its own."));
            }

            if (stage.CountsAs is not null && StageNames.All.Contains(stage.Id) && stage.CountsAs != stage.Id)
            {
                problems.Add(new(Path(i, "countsAs"), $"\"{stage.Id}\" is a shipped stage and counts as itself; remove countsAs."));
            }

            AddName(stage.Id, stage.Id, Path(i, "id"));
            AddName(stage.Name, stage.Id, Path(i, "name"));
            for (var alias = 0; alias < stage.Aliases.Count; alias++)
            {
                AddName(stage.Aliases[alias], stage.Id, Path(i, string.Create(CultureInfo.InvariantCulture, $"aliases[{alias}]")));
            }
        }

        foreach (var needed in StageNames.All.Where(needed => !ids.Contains(needed)))
        {
            problems.Add(new("$.stages", $"lacks the shipped stage \"{needed}\"; add it (its name, aliases and place are free)."));
        }

        return problems;

        void AddName(string name, string id, string path)
        {
            var folded = TextFold.Fold(name);
            if (folded.Length == 0)
            {
                problems.Add(new(path, "holds no letter or digit, so that no upload could name it; write some."));
            }
            else if (!names.TryAdd(folded, id) && names[folded] != id)
            {
                problems.Add(new(path, $"\"{name}\" means the stage \"{names[folded]}\" already; remove it from one of them."));
            }
        }
    }

    private static string Path(int index, string member) => string.Create(CultureInfo.InvariantCulture, $"$.stages[{index}].{member}");
}

using System.Globalization;
using Pipeline.Problems;
using Pipeline.Text;

namespace Pipeline.Lifecycle;

/// <summary>Finds what is wrong with stages whose form is good.</summary>
internal static class StagesValidator
{
    /// <summary>Lists how stages disagree, which no schema can say.</summary>
    /// <param name="document">Stages of good form.</param>
    public static IReadOnlyList<Problem> Check(StagesDocument document)
    {
        var problems = new List<Problem>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < document.Stages.Count; i++)
        {
            var stage = document.Stages[i];
            if (!ids.Add(stage.Id))
            {
                problems.Add(Problem.At(Path(i, "id"), $"\"{stage.Id}\" names another stage already; give each its own."));
            }

            if (stage.CountsAs is not null && StageNames.All.Contains(stage.Id) && stage.CountsAs != stage.Id)
            {
                problems.Add(Problem.At(Path(i, "countsAs"), $"\"{stage.Id}\" is a shipped stage and counts as itself; remove countsAs."));
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
            problems.Add(Problem.At("$.stages", $"lacks the shipped stage \"{needed}\"; add it (its name, aliases and place are free)."));
        }

        return problems;

        void AddName(string name, string id, string path)
        {
            var folded = TextFold.Fold(name);
            if (folded.Length == 0)
            {
                problems.Add(Problem.At(path, "holds no letter or digit, so that no upload could name it; write some."));
            }
            else if (!names.TryAdd(folded, id) && names[folded] != id)
            {
                problems.Add(Problem.At(path, $"\"{name}\" means the stage \"{names[folded]}\" already; remove it from one of them."));
            }
        }
    }

    private static string Path(int index, string member) => string.Create(CultureInfo.InvariantCulture, $"$.stages[{index}].{member}");
}

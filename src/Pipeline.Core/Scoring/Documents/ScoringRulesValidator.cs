using System.Globalization;
using Pipeline.Problems;

namespace Pipeline.Scoring.Documents;

/// <summary>Finds what is wrong with scoring rules whose form is good.</summary>
internal static class ScoringRulesValidator
{
    /// <summary>Lists how parts of the rules disagree, which no schema can say.</summary>
    /// <param name="rules">Rules of good form.</param>
    public static IReadOnlyList<Problem> Check(ScoringRules rules)
    {
        var problems = new List<Problem>();
        CheckThresholds(rules, problems);
        CheckUnique(rules.ContentTags.Select((tag, i) => (tag.Tag, Path("contentTags", i, "tag"))), "tag", problems);
        CheckUnique(rules.Groups.Select((group, i) => (group.Id, Path("groups", i, "id"))), "group", problems);
        CheckUnique(Awards(rules).Select(award => (award.Award.Id, $"{award.Path}.id")), "rule, sequence or pace", problems);

        foreach (var (award, path) in Awards(rules))
        {
            CheckAward(rules, award, path, problems);
        }

        for (var i = 0; i < rules.Rules.Count; i++)
        {
            CheckCondition(rules, rules.Rules[i].When, Path("rules", i, "when"), problems);
        }

        for (var i = 0; i < rules.Sequences.Count; i++)
        {
            for (var step = 0; step < rules.Sequences[i].Steps.Count; step++)
            {
                var path = string.Create(CultureInfo.InvariantCulture, $"$.sequences[{i}].steps[{step}]");
                CheckCondition(rules, rules.Sequences[i].Steps[step], path, problems);
            }
        }

        for (var i = 0; i < rules.Paces.Count; i++)
        {
            CheckCondition(rules, rules.Paces[i].When, Path("paces", i, "when"), problems);
        }

        CheckFit(rules.Fit, problems);
        return problems;
    }

    private static void CheckThresholds(ScoringRules rules, List<Problem> problems)
    {
        Require(rules.ExitThreshold <= rules.EnterThreshold, "$.exitThreshold",
            "is above enterThreshold, so that a lead would leave as it enters; write at most enterThreshold.");
        Require(rules.Floor < rules.ExitThreshold, "$.floor", "reaches exitThreshold, so that no MQL would ever leave; write less.");
        Require(rules.Floor < rules.Bands.Third, "$.floor", "reaches bands.third, so that band 4 would be empty; write less.");
        Require(!(rules.TotalCap < rules.EnterThreshold), "$.totalCap",
            "is below enterThreshold, so that nobody could become MQL; write at least enterThreshold.");
        Require(rules.Bands.Second <= rules.EnterThreshold, "$.bands.second",
            "is above enterThreshold, where band 1 begins; write at most that.");
        Require(rules.Bands.Third < rules.Bands.Second, "$.bands.third", "is not below bands.second; write less.");

        void Require(bool good, string path, string message)
        {
            if (!good)
            {
                problems.Add(Problem.At(path, message));
            }
        }
    }

    private static void CheckUnique(IEnumerable<(string Id, string Path)> ids, string what, List<Problem> problems)
    {
        var first = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (id, path) in ids)
        {
            if (!first.TryAdd(id, path))
            {
                problems.Add(Problem.At(path, $"\"{id}\" names another {what} already, at {first[id]}; give each its own."));
            }
        }
    }

    private static void CheckAward(ScoringRules rules, IScoreAward award, string path, List<Problem> problems)
    {
        if (award.Points == 0)
        {
            problems.Add(Problem.At($"{path}.points", "is 0, which changes no score; give points or remove the rule."));
        }

        if (award.Id is LedgerLine.FloorId or LedgerLine.TotalCapId)
        {
            problems.Add(Problem.At($"{path}.id", $"\"{award.Id}\" is the name of a ledger line of the system; choose another."));
        }

        if (award.Group is not null && !rules.Groups.Any(group => group.Id == award.Group))
        {
            problems.Add(Problem.At($"{path}.group", $"\"{award.Group}\" is not in groups; add the group there or remove it here."));
        }
    }

    private static void CheckCondition(ScoringRules rules, ScoringCondition condition, string path, List<Problem> problems)
    {
        for (var i = 0; i < condition.Tags.Count; i++)
        {
            if (!rules.ContentTags.Any(tag => string.Equals(tag.Tag, condition.Tags[i], StringComparison.OrdinalIgnoreCase)))
            {
                problems.Add(Problem.At(
                    string.Create(CultureInfo.InvariantCulture, $"{path}.tags[{i}]"),
                    $"\"{condition.Tags[i]}\" is not in contentTags; add the tag there or correct it."));
            }
        }

        for (var i = 0; i < condition.Properties.Count; i++)
        {
            if (condition.Properties[i].EqualTo is null == condition.Properties[i].Contains is null)
            {
                problems.Add(Problem.At(
                    string.Create(CultureInfo.InvariantCulture, $"{path}.properties[{i}]"),
                    "needs exactly one of equals and contains; give one."));
            }
        }

        OnlyWith(condition.MinimumSeconds is not null, Events.EventType.Engagement, "minimumSeconds", "engagement");
        OnlyWith(condition.Forms.Count > 0, Events.EventType.Form, "forms", "form");
        OnlyWith(condition.Names.Count > 0, Events.EventType.Custom, "names", "custom");

        if (condition.DisposableEmail is not null
            && !condition.Types.Any(type => type is Events.EventType.Form or Events.EventType.Identify or Events.EventType.Custom))
        {
            problems.Add(Problem.At(
                $"{path}.disposableEmail",
                "can never fit, because types lacks \"form\", \"identify\" and \"custom\", which carry an address; add one or remove "
                    + "disposableEmail."));
        }

        void OnlyWith(bool given, Events.EventType type, string member, string typeName)
        {
            if (given && !condition.Types.Contains(type))
            {
                problems.Add(Problem.At(
                    $"{path}.{member}", $"can never fit, because types lacks \"{typeName}\"; add it or remove {member}."));
            }
        }
    }

    private static void CheckFit(FitRules? fit, List<Problem> problems)
    {
        if (fit is null)
        {
            return;
        }

        if (fit.GradeB >= fit.GradeA)
        {
            problems.Add(Problem.At("$.fit.gradeB", "is not below gradeA; write less."));
        }

        if (fit.GradeC >= fit.GradeB)
        {
            problems.Add(Problem.At("$.fit.gradeC", "is not below gradeB; write less."));
        }

        CheckUnique(fit.Rules.Select((rule, i) => (rule.Id, Path("fit.rules", i, "id"))), "fit rule", problems);
        for (var i = 0; i < fit.Rules.Count; i++)
        {
            if (fit.Rules[i].Points == 0)
            {
                problems.Add(Problem.At(Path("fit.rules", i, "points"), "is 0, which changes no grade; give points or remove the rule."));
            }

            if (fit.Rules[i].AtLeast >= fit.Rules[i].Below)
            {
                problems.Add(Problem.At(Path("fit.rules", i, "below"), "is not above atLeast, so that nothing fits; write more."));
            }
        }
    }

    private static IEnumerable<(IScoreAward Award, string Path)> Awards(ScoringRules rules) =>
        rules.Rules.Select((rule, i) => ((IScoreAward)rule, Path("rules", i)))
            .Concat(rules.Sequences.Select((rule, i) => ((IScoreAward)rule, Path("sequences", i))))
            .Concat(rules.Paces.Select((rule, i) => ((IScoreAward)rule, Path("paces", i))));

    private static string Path(string list, int index) => string.Create(CultureInfo.InvariantCulture, $"$.{list}[{index}]");

    private static string Path(string list, int index, string member) => $"{Path(list, index)}.{member}";
}

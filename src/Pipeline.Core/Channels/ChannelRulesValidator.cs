using System.Buffers;
using System.Globalization;
using Pipeline.Events;
using Pipeline.Problems;
using Pipeline.Text;

namespace Pipeline.Channels;

/// <summary>Checks a channel rules document and lists everything that is wrong with it.</summary>
public static class ChannelRulesValidator
{
    private const int MaxName = 100;
    private static readonly SearchValues<char> VersionChars =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_");
    private static readonly SearchValues<char> LabelChars =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>Checks a document.</summary>
    /// <param name="rules">The document.</param>
    /// <returns>Every problem; empty when the document is valid.</returns>
    public static IReadOnlyList<Problem> Check(ChannelRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var problems = new List<Problem>();
        if (rules.Version != 1)
        {
            problems.Add(Problem.At(
                "$.version", $"Version {rules.Version.ToString(CultureInfo.InvariantCulture)} is unknown; this release reads 1."));
        }

        if (rules.RulesVersion is not { Length: >= 1 and <= 64 } || rules.RulesVersion.AsSpan().IndexOfAnyExcept(VersionChars) >= 0)
        {
            problems.Add(Problem.At("$.rulesVersion", "Give 1 to 64 letters, digits, dots, hyphens or underscores."));
        }

        CheckOrder(rules.Order, problems);
        CheckLists(rules.Lists, "$.lists", problems);
        CheckLists(rules.Additions, "$.additions", problems);
        CheckWords(rules.Words?.Paid, "$.words.paid", problems);
        CheckWords(rules.Words?.Email, "$.words.email", problems);
        CheckDomains(rules.OwnSites, "$.ownSites", new(StringComparer.OrdinalIgnoreCase), problems);
        CheckDomains(rules.ExcludedReferrers, "$.excludedReferrers", new(StringComparer.OrdinalIgnoreCase), problems);
        var channels = new Dictionary<string, string>(NameFold.Comparer);
        for (var i = 0; i < (rules.Channels?.Count ?? 0); i++)
        {
            CheckName(rules.Channels![i], At("$.channels", i), channels, problems);
        }

        return problems;
    }

    private static void CheckOrder(IReadOnlyList<string>? order, List<Problem> problems)
    {
        if (order is null)
        {
            return;
        }

        var known = ChannelRule.All.Select(rule => rule.Id).ToHashSet(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < order.Count; i++)
        {
            if (order[i] is null || !known.Contains(order[i]))
            {
                problems.Add(Problem.At(
                    At("$.order", i), $"There is no rule '{order[i]}'; write another. {NearestName.Hint(order[i] ?? "", known)}"));
            }
            else if (!seen.Add(order[i]))
            {
                problems.Add(Problem.At(At("$.order", i), $"Rule '{order[i]}' stands here twice; name each rule once."));
            }
        }

        if (order.Count == 0 || order[^1] != ChannelRuleIds.Direct)
        {
            problems.Add(Problem.At("$.order", $"The last rule must be '{ChannelRuleIds.Direct}', so that every visit gets a channel."));
        }
    }

    private static void CheckWords(IReadOnlyList<string>? words, string path, List<Problem> problems)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < (words?.Count ?? 0); i++)
        {
            if (words![i] is not { Length: >= 1 and <= MaxName } word || word.Trim() != word)
            {
                problems.Add(Problem.At(
                    At(path, i), $"'{words[i]}' is no word; write 1 to {MaxName} characters, without spaces around them."));
            }
            else if (!seen.Add(word))
            {
                problems.Add(Problem.At(At(path, i), $"The word '{word}' stands here twice."));
            }
        }
    }

    private static void CheckLists(SourceLists? lists, string path, List<Problem> problems)
    {
        if (lists is null)
        {
            return;
        }

        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var domains = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (_, jsonName, sources) in lists.Named())
        {
            for (var i = 0; i < sources.Count; i++)
            {
                CheckSource(sources[i], At($"{path}.{jsonName}", i), names, domains, problems);
            }
        }

        CheckDomains(lists.Excluded, $"{path}.excluded", domains, problems);
    }

    private static void CheckSource(
        ListedSource? source,
        string path,
        Dictionary<string, string> names,
        Dictionary<string, string> domains,
        List<Problem> problems)
    {
        if (source is null)
        {
            problems.Add(Problem.At(path, "A source is an object with a name."));
            return;
        }

        CheckName(source.Name, $"{path}.name", names, problems);
        for (var i = 0; i < (source.Names?.Count ?? 0); i++)
        {
            CheckName(source.Names![i], At($"{path}.names", i), names, problems);
        }

        CheckDomains(source.Domains, $"{path}.domains", domains, problems);
    }

    private static void CheckName(string? name, string path, Dictionary<string, string> seen, List<Problem> problems)
    {
        if (name is not { Length: >= 1 and <= MaxName } || TextBounds.Clean(name, MaxName) != name)
        {
            problems.Add(Problem.At(path, "Give 1 to 100 characters without white space around them and without control characters."));
        }
        else if (!seen.TryAdd(name, path))
        {
            problems.Add(Problem.At(path, $"The name '{name}' is already taken at {seen[name]}."));
        }
    }

    private static void CheckDomains(
        IReadOnlyList<string>? patterns,
        string path,
        Dictionary<string, string> seen,
        List<Problem> problems)
    {
        for (var i = 0; i < (patterns?.Count ?? 0); i++)
        {
            var pattern = patterns![i];
            if (!IsPattern(pattern))
            {
                problems.Add(Problem.At(
                    At(path, i), $"'{pattern}' is no domain; write it like example.org, or google.* for all countries, in ASCII."));
            }
            else if (!seen.TryAdd(pattern, At(path, i)))
            {
                problems.Add(Problem.At(At(path, i), $"The domain '{pattern}' is already listed at {seen[pattern]}."));
            }
        }
    }

    private static bool IsPattern(string? pattern)
    {
        if (pattern is not { Length: >= 3 and <= HostName.MaxLength })
        {
            return false;
        }

        var labels = pattern.Split('.');
        var plain = labels[^1] == "*" ? labels.AsSpan(0, labels.Length - 1) : labels;
        foreach (var label in plain)
        {
            if (label.Length is 0 or > 63 || label.AsSpan().IndexOfAnyExcept(LabelChars) >= 0)
            {
                return false;
            }
        }

        return labels.Length > 1;
    }

    private static string At(string path, int index) => string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");
}

using System.Globalization;
using Pipeline.Channels;
using Pipeline.Problems;
using Pipeline.Text;

namespace Pipeline.Scoring.Documents;

/// <summary>Names of other documents that scoring rules use: channels. A rule about one that does not exist never fires.</summary>
public static class RuleNames
{
    /// <summary>Lists every name that nothing has, with the nearest one that something has.</summary>
    /// <param name="rules">Rules of good form and meaning.</param>
    public static IReadOnlyList<Problem> Unknown(ScoringRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return
        [
            .. Conditions(rules).SelectMany(item => item.Condition.Channels.Select((channel, i) => (Channel: channel, item.Path, Place: i)))
                .Where(item => !ChannelNames.All.Contains(item.Channel, StringComparer.OrdinalIgnoreCase))
                .Select(item => Problem.At(
                    string.Create(CultureInfo.InvariantCulture, $"{item.Path}.channels[{item.Place}]"),
                    $"\"{item.Channel}\" is no channel, so that no event would fit; write another. "
                        + $"{NearestName.Hint(item.Channel, ChannelNames.All)}")),
        ];
    }

    /// <summary>The rules with the names that earlier releases took read as what they mean: <c>Email</c> is <c>E-mail</c>.</summary>
    /// <param name="rules">Rules of good form and meaning.</param>
    public static ScoringRules Corrected(ScoringRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return Conditions(rules).All(item => item.Condition.Channels.All(channel => Known(channel) == channel))
            ? rules
            : rules with
            {
                Rules = [.. rules.Rules.Select(rule => rule with { When = Corrected(rule.When) })],
                Sequences = [.. rules.Sequences.Select(sequence => sequence with { Steps = [.. sequence.Steps.Select(Corrected)] })],
                Paces = [.. rules.Paces.Select(pace => pace with { When = Corrected(pace.When) })],
            };
    }

    private static ScoringCondition Corrected(ScoringCondition condition) =>
        condition with { Channels = [.. condition.Channels.Select(Known)] };

    private static string Known(string channel) =>
        ChannelNames.All.FirstOrDefault(name => TextFold.Fold(name) == TextFold.Fold(channel)) ?? channel;

    private static IEnumerable<(ScoringCondition Condition, string Path)> Conditions(ScoringRules rules) =>
        rules.Rules.Select((rule, i) => (rule.When, Text($"$.rules[{i}].when")))
            .Concat(rules.Sequences.SelectMany(
                (sequence, i) => sequence.Steps.Select((step, n) => (step, Text($"$.sequences[{i}].steps[{n}]")))))
            .Concat(rules.Paces.Select((pace, i) => (pace.When, Text($"$.paces[{i}].when"))));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

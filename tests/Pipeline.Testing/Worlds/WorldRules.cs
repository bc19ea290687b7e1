using Pipeline.Lifecycle;
using Pipeline.Records;
using Pipeline.Scoring.Documents;
using Pipeline.Settings;

namespace Pipeline.Testing.Worlds;

/// <summary>A change of rules in a world: while its events happen, or at its end, so that it counts while messages still wait.</summary>
/// <param name="At">When it is asked for.</param>
/// <param name="Document">Settings document.</param>
/// <param name="Text">New text; null takes the last change back.</param>
public sealed record WorldRules(DateTimeOffset At, string Document, string? Text)
{
    /// <summary>Changes of a world, in order of time; most worlds have none.</summary>
    public static IReadOnlyList<WorldRules> Make(int seed, DateTimeOffset start, DateTimeOffset end)
    {
        var random = new Random(seed ^ 0x0a01e5);
        List<WorldRules> changes = !HasPilot(seed)
            ? []
            : [new(start, "stages", Stages(null)), new(end, "stages", Stages(seed % 8 == 0 ? StageNames.Customer : StageNames.Mql))];
        if (random.Next(3) > 0)
        {
            return changes;
        }

        for (var count = random.Next(3); count > 0; count--)
        {
            var at = start + ((end - start) * random.NextDouble());
            changes.Add(random.Next(3) == 0 ? new(at, "channels", Channels(count)) : new(at, "scoring", Scoring(random)));
        }

        if (random.Next(2) == 0)
        {
            var isRollback = changes.Exists(rules => rules.Document == "scoring") && random.Next(3) == 0;
            changes.Add(new(end, "scoring", isRollback ? null : Scoring(random)));
        }

        return [.. changes.OrderBy(rules => rules.At)];
    }

    /// <summary>True for a world whose settings have a stage "Pilot", which counts as none at first.</summary>
    /// <param name="seed">Number of the world.</param>
    public static bool HasPilot(int seed) => seed % 4 == 0;

    /// <summary>Asks for the change.</summary>
    public async Task AskAsync(PipelineBed bed)
    {
        var edit = new SettingsEdit(Document, null, new ActionNote("olga", null));
        var outcome = Text is null
            ? await bed.Get<SettingsHandler>().RollBackAsync(edit, CancellationToken.None)
            : await bed.Get<SettingsHandler>().PutAsync(edit, Text, activate: true, CancellationToken.None);
        if (outcome.Status != SettingsStatus.Done)
        {
            throw new InvalidOperationException($"A world holds good rules alone: {string.Join(' ', outcome.Problems)}");
        }
    }

    private static string Scoring(Random random)
    {
        var shipped = ScoringRules.Default;
        return (shipped with
        {
            HalfLifeDays = shipped.HalfLifeDays * (1 + random.Next(2)),
            Rules = [.. shipped.Rules.Select(rule => random.Next(3) == 0 ? rule with { Points = rule.Points + random.Next(1, 9) } : rule)],
        }).ToJson();
    }

    // Sales decides in another order besides once it counts.
    private static string Stages(string? countsAs)
    {
        var shipped = StagesDocument.Default.Stages;
        return (StagesDocument.Default with
        {
            Stages = [.. countsAs is null
                ? shipped
                : shipped.Reverse(), new StageDefinition { Id = "pilot", Name = "Pilot", CountsAs = countsAs }],
        }).ToJson();
    }

    private static string Channels(int number) =>
        $$"""{ "rulesVersion": "world-{{number}}", "additions": { "social": [{ "name": "partner", "domains": ["blog.example"] }] } }""";
}

using Pipeline.Testing;
using Pipeline.Testing.Worlds;

namespace Pipeline.UnitTests.Reporting;

// Worlds of what the oracle knows: events, uploads and one small document of scoring from the beginning on.
internal static class OracleWorlds
{
    private static readonly Dictionary<string, string> Addresses = new[] { "person0", "person1", "person2", "person3", "upload", "new", "nobody" }
        .Select(name => $"{name}@example.org").ToDictionary(PipelineBed.LeadIds.Of);

    // Undos, aliases and changes of rules are held to their own tests.
    public static World One(int seed)
    {
        var world = WorldGenerator.Make(seed);
        var start = world.Start.AddDays(-1);
        return world with
        {
            Actions = [],
            AliasEmails = [],
            Start = start,
            Rules = [new WorldRules(start, "scoring", OracleMql.Document(seed)), .. world.Rules.Where(rules => rules.Document == "stages").Take(1)],
        };
    }

    // Several at once, each with people and deals of its own. What was lost is paid back here, so that there are refunds enough.
    public static World Many(IEnumerable<int> seeds)
    {
        var worlds = seeds.Select(One).Select(Own).Where(world => new ReportOracle(world, world.End).IsClear).ToList();
        return worlds.First(world => WorldRules.HasPilot(world.Seed)) with
        {
            End = worlds.Max(world => world.End),
            Sent = [.. worlds.SelectMany(world => world.Sent)],
            Clicks = [.. worlds.SelectMany(world => world.Clicks)],
            Uploads = [.. worlds.SelectMany(world => world.Uploads).OrderBy(upload => upload.At)],
        };
    }

    private static World Own(World world)
    {
        return world with
        {
            Sent = [.. world.Sent.Select(one => one.Email is null ? one : one with { Email = Name(one.Email) })],
            Clicks = [.. world.Clicks.Select(one => one with { LeadId = PipelineBed.LeadIds.Of(Name(Addresses[one.LeadId!])) })],
            Uploads = [.. world.Uploads.Select(upload => upload with { Rows = [.. upload.Rows.Select(Row)] })],
        };

        string Name(string name) => $"w{world.Seed}.{name}";

        SortedDictionary<string, string> Row(SortedDictionary<string, string> row)
        {
            var isLost = row.GetValueOrDefault("stage") == "Lost" && row.ContainsKey("amount");
            return new(row.ToDictionary(cell => cell.Key, cell => cell.Key switch
            {
                "email" or "opportunity" => Name(cell.Value),
                "stage" when isLost => "Won",
                "amount" when isLost => $"-{cell.Value.TrimStart('-')}",
                _ => cell.Value,
            }), StringComparer.Ordinal);
        }
    }
}

using System.Globalization;
using Pipeline.Events;
using Pipeline.Testing;
using Pipeline.Testing.Worlds;
using Row = System.Collections.Generic.SortedDictionary<string, string>;

namespace Pipeline.UnitTests.Reports.Oracle;

// Worlds of what the oracle knows: events, uploads and one small document of scoring from the beginning on.
internal static class OracleWorlds
{
    private static readonly Dictionary<string, string> Addresses = new[]
    {
        "person0",
        "person1",
        "person2",
        "person3",
        "upload",
        "new",
        "nobody",
    }
        .Select(name => $"{name}@example.org").ToDictionary(PipelineBed.LeadIds.Of);

    // Undos, aliases and changes of rules are held to their own tests. Of every sale something is paid back, twice; what was said first is
    // said again.
    public static World One(int seed)
    {
        var world = WorldGenerator.Make(seed);
        var start = world.Start.AddDays(-1);
        var uploads = world.Uploads.Select(upload => upload with { Rows = [.. upload.Rows.Select(Respell), .. PaidBack(upload)] }).ToList();
        world = world with { Sent = [.. world.Sent.Select(Respelt)], Clicks = [.. world.Clicks.Select(Respelt)] };
        return world with
        {
            Actions = [],
            AliasEmails = [],
            Start = start,
            Sent = [.. world.Sent, .. world.Sent.Where(one => one.Type == EventType.PageView).GroupBy(one => one.VisitorId).Select(Leave)],
            Uploads = [.. uploads, .. uploads.Take(seed % 2).Select(first => first with { At = uploads[^1].At.AddMinutes(1) })],
            Rules =
            [
                new WorldRules(start, "scoring", OracleMql.Document(seed)),
                .. world.Rules.Where(rules => rules.Document == "stages").Take(1),
            ],
        };

        // One source or campaign in three is written in another way, always the same for one event.
        static CapturedEvent Respelt(CapturedEvent one) => one.Campaign is { } campaign && one.Id.Sum(c => c) % 3 == 0
            ? one with
            {
                Campaign = campaign with { Source = campaign.Source?.ToUpperInvariant(), Campaign = campaign.Campaign?.ToUpperInvariant() },
            }
            : one;

        static Row Respell(Row row) => row.TryGetValue("name", out var name) && row["email"].Sum(c => c) % 3 == 0
            ? new(row, row.Comparer) { ["name"] = name.ToUpperInvariant() }
            : row;

        // A tab that was open from the first page on tells its seconds when it is closed, in the time of whoever has come since.
        CapturedEvent Leave(IEnumerable<CapturedEvent> pages)
        {
            var (first, last) = (pages.MinBy(page => page.OccurredAt)!, world.Sent
                .Where(one => one.VisitorId == pages.First().VisitorId)
                .Max(one => one.OccurredAt));
            return first with
            {
                Id = $"{first.Id}-left",
                Type = EventType.Engagement,
                PageId = first.Id,
                Seconds = 60,
                Automatic = false,
                OccurredAt = last.AddSeconds(1),
                ReceivedAt = last.AddSeconds(1),
            };
        }

        // Of what was sold so lately that it cannot have been paid back on another day, something is on the same.
        static List<Row> PaidBack(WorldUpload upload)
        {
            List<Row> rows = [.. upload.Rows
                .Where(IsSale)
                .SelectMany(sale => new[] { Refund(sale, upload.SaidAt, 1, "-3.34"), Refund(sale, upload.SaidAt, 2, "-9.99") })];
            WorldRows.TellApart([.. upload.Rows, .. rows]);
            return rows;
        }

        static bool IsSale(Row row) =>
            row.GetValueOrDefault("stage") == "Won" && row.TryGetValue("amount", out var amount) && amount[0] != '-';

        static Row Refund(Row sale, DateTimeOffset saidAt, int days, string amount)
        {
            var name = sale.ContainsKey("closeDate") ? "closeDate" : "date";
            var date = Later(sale[name], days);
            return new(sale, sale.Comparer)
            {
                [name] = string.CompareOrdinal(date, $"{saidAt:yyyy-MM-dd}") < 0 ? date : sale[name],
                ["amount"] = amount,
            };
        }
    }

    // Several at once, each with people and deals of its own, some days apart, so that months end in the middle.
    public static World Many(IEnumerable<int> seeds)
    {
        var worlds = seeds.Select(One).Select(Own).ToList();
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
        var days = world.Seed % 4 * 4;
        return world with
        {
            End = world.End.AddDays(days),
            Sent = [.. world.Sent.Select(Late).Select(one => one.Email is null ? one : one with { Email = Name(one.Email) })],
            Clicks = [.. world.Clicks
                .Select(Late)
                .Select(one => one with { LeadId = PipelineBed.LeadIds.Of(Name(Addresses[one.LeadId!])) })],
            Uploads = [.. world.Uploads.Select(upload =>
                upload with { At = upload.At.AddDays(days), AsOf = upload.AsOf?.AddDays(days), Rows = [.. upload.Rows.Select(Named)] })],
        };

        CapturedEvent Late(CapturedEvent one) =>
            one with { OccurredAt = one.OccurredAt.AddDays(days), ReceivedAt = one.ReceivedAt.AddDays(days) };

        string Name(string name) => $"w{world.Seed}.{name}";

        Row Named(Row row)
        {
            var named = new Row(row, row.Comparer) { ["email"] = Name(row["email"]) };
            foreach (var name in new[] { "date", "closeDate" }.Where(row.ContainsKey))
            {
                named[name] = Later(row[name], days);
            }

            if (row.TryGetValue("opportunity", out var deal))
            {
                named["opportunity"] = Name(deal);
            }

            return named;
        }
    }

    private static string Later(string date, int days) =>
        $"{DateOnly.Parse(date[..10], CultureInfo.InvariantCulture).AddDays(days):yyyy-MM-dd}{date[10..]}";
}

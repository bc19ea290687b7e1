namespace Pipeline.UnitTests.Reports.Oracle;

// Made-up uploads of costs, and what they come to by day.
internal sealed class OracleCosts
{
    private static readonly string[] Channels =
    [
        "Direct", "Organic Social", "E-mail", "Offline / unknown", "Display", "DIRECT", "organic social", "e-MAIL"
    ];

    public OracleCosts(int seed, DateOnly from, DateOnly to)
    {
        var random = new Random(seed ^ 0xC057);
        List<Cost> rows = [];
        for (var upload = 1 + random.Next(3); upload > 0; upload--)
        {
            // What was uploaded before comes again with other amounts, or is taken back; one file may name one cost twice.
            var before = rows;
            rows = [.. rows.Where(_ => random.Next(2) == 0).Select(row => row with { Cents = Amount() })];
            for (var n = random.Next(4, 9); n > 0; n--)
            {
                var first = from.AddDays(random.Next(-6, to.DayNumber - from.DayNumber + 3));
                var last = random.Next(3) == 0 ? first : first.AddDays(random.Next(12));
                rows.Add(new Cost(
                    first,
                    last,
                    Channels[random.Next(Channels.Length)],
                    random.Next(3) switch { 0 => null, 1 => "C1", _ => "c1" },
                    Amount()));
            }

            var named = rows.Select(Identity).ToHashSet();
            var gone = before.Where(row => !named.Contains(Identity(row)) && random.Next(2) == 0)
                .DistinctBy(Identity)
                .Select(row => row with { Cents = 0, IsRemoved = true });
            Uploads.Add([.. rows, .. rows.Where(_ => random.Next(9) == 0), .. gone]);
        }

        long Amount() => random.Next(6) == 0 ? -random.Next(1, 500) : random.Next(1, 90_000);
    }

    public List<List<Cost>> Uploads { get; } = [];

    // Cents by channel in upper case: of each cost the last upload that names it, in equal parts to its days, what is left over to the
    // first ones.
    public Dictionary<string, long> Sum(DateOnly from, DateOnly to) => Uploads
        .SelectMany((rows, upload) => rows
            .GroupBy(Identity)
            .Select(same => (Cost: same.Key with { Cents = same.Sum(row => row.Cents) }, upload)))
        .GroupBy(item => item.Cost with { Cents = 0 })
        .Select(versions => versions.MaxBy(item => item.upload).Cost)
        .GroupBy(cost => cost.Channel)
        .Select(channel =>
            (channel.Key, Cents: channel.Sum(cost => Days(cost).Where(day => day.Day >= from && day.Day <= to).Sum(day => day.Cents))))
        .ToDictionary(channel => channel.Key, channel => channel.Cents);

    private static Cost Identity(Cost row) => new(row.From, row.To, row.Channel.ToUpperInvariant(), row.Campaign?.ToUpperInvariant(), 0);

    private static IEnumerable<(DateOnly Day, long Cents)> Days(Cost cost)
    {
        var days = cost.To.DayNumber - cost.From.DayNumber + 1;
        var (each, rest) = Math.DivRem(Math.Abs(cost.Cents), days);
        return Enumerable.Range(0, days).Select(day => (cost.From.AddDays(day), Math.Sign(cost.Cents) * (each + (day < rest ? 1 : 0))));
    }

    internal sealed record Cost(DateOnly From, DateOnly To, string Channel, string? Campaign, long Cents, bool IsRemoved = false);
}

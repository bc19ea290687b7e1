namespace Pipeline.LocalHost.Demo;

/// <summary>
/// A year of a small company that leases cargo bikes: 20,000 visits of 13,000 visitors, 600 leads, 50 customers. The same for the same
/// last day. Its secrets, for who reads the reports: newsletter and trade fair bring the best leads, pages with prices and references
/// precede sales, half the budget goes to a campaign that brings few customers.
/// </summary>
internal sealed class DemoWorld
{
    public const int Days = 365;
    public const int Visits = 20_000;
    public const int Visitors = 13_000;
    public const int Leads = 600;
    public const int Qualified = 210;
    public const int Opportunities = 120;
    public const int Customers = 50;

    private const int Seed = 20_260_101;
    private static readonly string[] Pages =
    [
        "/", "/", "/cargo-bikes", "/cargo-bikes/three-wheels", "/blog/subsidies", "/blog/winter", "/features", "/about", "/careers"
    ];
    private static readonly string[] BuyerPages =
    [
        "/pricing", "/pricing", "/references/post", "/references/bakery", "/compare/van", "/features"
    ];
    private static readonly string[] LostReasons = ["price", "no budget", "competitor", "no decision"];

    private readonly Random _random = new(Seed);
    private readonly DateTimeOffset _firstDay;
    private readonly DateTimeOffset _end;

    private DemoWorld(DateTimeOffset end) => (_firstDay, _end) = (end.AddDays(-Days), end);

    public IReadOnlyList<DemoPerson> People { get; private set; } = [];

    /// <summary>Makes the year that ends at a moment.</summary>
    /// <param name="end">End of the last day; UTC.</param>
    public static DemoWorld Until(DateTimeOffset end)
    {
        var world = new DemoWorld(end);
        world.People = [.. world.Generate()];
        return world;
    }

    private List<DemoPerson> Generate()
    {
        var sources = Enumerable.Range(0, Visitors).Select(_ => Pick(DemoSource.All, source => source.Weight)).ToList();

        // A lead's number says nothing, but its source does: those of more interest come first in a shuffled queue.
        var order = Enumerable.Range(0, Visitors)
            .OrderByDescending(number => Math.Pow(_random.NextDouble(), 1 / sources[number].Interest)).Take(Leads).ToList();
        var depths = new Dictionary<int, int>();
        for (var i = 0; i < order.Count; i++)
        {
            depths[order[i]] = i < Customers ? 4 : i < Opportunities ? 3 : i < Qualified ? 2 : 1;
        }

        // Leads come back more often than others.
        var counts = Enumerable.Range(0, Visitors).Select(number => depths.TryGetValue(number, out var depth) ? 3 + depth : 1).ToArray();
        for (var left = Visits - counts.Sum(); left > 0;)
        {
            var number = _random.Next(Visitors);
            if (counts[number] < 9)
            {
                counts[number]++;
                left--;
            }
        }

        return [.. Enumerable
            .Range(0, Visitors)
            .Select(number => Person(number, sources[number], counts[number], depths.GetValueOrDefault(number)))];
    }

    private DemoPerson Person(int number, DemoSource source, int visits, int depth)
    {
        // A sale takes months, so who buys within the year comes in its first three quarters.
        var latest = depth switch { 4 => 0.7, 3 => 0.8, 2 => 0.88, 1 => 0.95, _ => 1 };
        var at = DayAt(latest * Share(source.Growth));
        var person = new DemoPerson
        {
            Number = number,
            Depth = depth,
            LostReason = depth == 3 && _random.Next(3) > 0 ? LostReasons[_random.Next(LostReasons.Length)] : null,
            Visits = [],
        };
        var times = Times(at, visits, depth);
        for (var i = 0; i < visits; i++)
        {
            at = times[i];
            var known = person.FilledAt is not null;
            var from = i == 0 ? source : known ? DemoSource.Returning[_random.Next(DemoSource.Returning.Count)] : Return(source);
            person.Visits.Add(new DemoVisit(
                at, from, [.. Enumerable.Range(0, 1 + Geometric(depth > 0 ? 0.5 : 0.25)).Select(_ => Page(depth))]));
            if (depth > 0 && i == 1)
            {
                person.FilledAt = at.AddMinutes(6);
            }
        }

        return person;
    }

    // A day between two visits at least, so that none joins another.
    private List<DateTimeOffset> Times(DateTimeOffset first, int count, int depth)
    {
        var times = new List<DateTimeOffset> { first };
        var day = (first - _firstDay).TotalDays;
        while (times.Count < count)
        {
            day += 1 + (_random.NextDouble() * (depth > 0 ? 12 : 20));
            if (day >= Days)
            {
                break;
            }

            times.Add(DayAt(day, isDays: true));
        }

        // Who began too late to come as often has been here before.
        for (var before = Math.Floor((first - _firstDay).TotalDays); times.Count < count;)
        {
            before -= 2;
            times.Insert(0, DayAt(before >= 0 ? before : Days + before, isDays: true));
        }

        times.Sort();
        return times;
    }

    private DemoSource Return(DemoSource first) => _random.Next(3) switch { 0 => DemoSource.All[12], 1 => DemoSource.All[0], _ => first };

    private string Page(int depth) => _random.NextDouble() < 0.08 + (0.14 * depth)
        ? BuyerPages[_random.Next(BuyerPages.Length)]
        : Pages[_random.Next(Pages.Length)];

    // Inverse of a density that rises linearly from 1 to the growth.
    private double Share(double growth)
    {
        var u = _random.NextDouble();
        return Math.Abs(growth - 1) < 0.01 ? u : (Math.Sqrt(1 + (u * ((growth * growth) - 1))) - 1) / (growth - 1);
    }

    private DateTimeOffset DayAt(double value, bool isDays = false)
    {
        var day = Math.Floor(isDays ? value : value * (Days - 1));
        var hour = Math.Clamp(13 + (3.5 * Gaussian()), 0, 23.4);
        return _firstDay.AddDays(day).AddSeconds(Math.Round(hour * 3600));
    }

    private double Gaussian() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    private int Geometric(double more)
    {
        var count = 0;
        while (count < 7 && _random.NextDouble() < more)
        {
            count++;
        }

        return count;
    }

    private T Pick<T>(IReadOnlyList<T> items, Func<T, double> weight)
    {
        var left = _random.NextDouble() * items.Sum(weight);
        foreach (var item in items)
        {
            left -= weight(item);
            if (left <= 0)
            {
                return item;
            }
        }

        return items[^1];
    }
}

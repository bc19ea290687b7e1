using Pipeline.Events;

namespace Pipeline.Testing.Worlds;

/// <summary>
/// An ordinary day of a small team's website, the same for the same seed: 10,000 visits of 8,000 visitors (2,000 visits return on the
/// same day), 35,000 events, 300 form fills, 500 visits by known leads; visits start Gaussian around 14:00 with a deviation of four
/// hours, events of a visit are 40 s apart on average. For counting what a day costs.
/// </summary>
public sealed class SeededDay
{
    /// <summary>Visits that start on the day.</summary>
    public const int Visits = 10_000;

    /// <summary>Browsers that visit.</summary>
    public const int Visitors = 8_000;

    /// <summary>Events of all visits.</summary>
    public const int Events = 35_000;

    /// <summary>Form fills among the events.</summary>
    public const int Forms = 300;

    /// <summary>Visits of browsers that are linked to a lead since the day before.</summary>
    public const int KnownVisits = 500;

    private const int Leads = 450;
    private const double MeanGapSeconds = 40;
    private static readonly TimeSpan MinimumPause = TimeSpan.FromHours(1);
    private static readonly string[] Sources = ["google", "linkedin", "newsletter", "twitter"];
    private static readonly string[] Pages = ["/", "/pricing", "/blog/a", "/blog/b", "/features", "/about", "/case-studies/x"];

    private readonly Random _random;
    private readonly DateTimeOffset _midnight;

    private SeededDay(int seed, DateTimeOffset midnight)
    {
        _random = new Random(seed);
        _midnight = midnight;
    }

    /// <summary>Form fills of the day before, which make the known leads.</summary>
    public IReadOnlyList<CapturedEvent> DayBefore { get; private set; } = [];

    /// <summary>The day's events in the order in which capture received them.</summary>
    public IReadOnlyList<CapturedEvent> Day { get; private set; } = [];

    /// <summary>Makes the day.</summary>
    /// <param name="seed">Seed.</param>
    /// <param name="midnight">Its start.</param>
    public static SeededDay Generate(int seed, DateTimeOffset midnight)
    {
        var day = new SeededDay(seed, midnight);
        day.Generate();
        return day;
    }

    private void Generate()
    {
        // The first visitors are the known ones; their second visits are the first of those that return.
        var owners = Enumerable.Range(0, Visitors).Concat(Enumerable.Range(0, KnownVisits - Leads))
            .Concat(Enumerable.Range(Leads, Visits - Visitors - (KnownVisits - Leads))).ToList();
        var counts = Enumerable.Repeat(1, Visits).ToArray();
        for (var more = Visits; more < Events; more++)
        {
            counts[_random.Next(Visits)]++;
        }

        var forms = Enumerable.Range(Leads, Visits - Leads)
            .Where(visit => counts[visit] > 1)
            .OrderBy(_ => _random.Next())
            .Take(Forms)
            .ToHashSet();
        var events = new List<CapturedEvent>(Events);
        var starts = new Dictionary<int, DateTimeOffset>();
        for (var visit = 0; visit < Visits; visit++)
        {
            var start = StartAfter(starts.GetValueOrDefault(owners[visit], DateTimeOffset.MinValue));
            starts[owners[visit]] = start;
            AddVisit(events, owners[visit], visit, start, counts[visit], forms.Contains(visit));
        }

        Day = [.. events.OrderBy(captured => captured.Order)];
        DayBefore = [.. Enumerable.Range(0, Leads).Select(lead => Form($"before-{lead}", lead, _midnight.AddHours(-12).AddSeconds(lead)))];
    }

    private DateTimeOffset StartAfter(DateTimeOffset other)
    {
        while (true)
        {
            var hour = 14 + (4 * Gaussian());
            var start = _midnight.AddHours(hour);
            if (hour is > 0 and < 23 && (start - other).Duration() > MinimumPause)
            {
                return start;
            }
        }
    }

    // Box and Muller's transform.
    private double Gaussian() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    private void AddVisit(List<CapturedEvent> events, int visitor, int visit, DateTimeOffset start, int count, bool fillsForm)
    {
        var at = start;
        var page = "";
        for (var i = 0; i < count; i++)
        {
            var id = $"{visit}-{i}";
            if (fillsForm && i == count - 1)
            {
                events.Add(Form(id, visitor, at));
            }
            else if (i > 0 && _random.Next(5) < 2)
            {
                events.Add(Event(id, EventType.Engagement, visitor, at) with { PageId = page, Seconds = 30, Scroll = 60 });
            }
            else
            {
                page = id;
                events.Add(Event(id, EventType.PageView, visitor, at) with
                {
                    Url = $"https://www.example.org{Pages[_random.Next(Pages.Length)]}",
                    Campaign = i == 0 && _random.Next(3) == 0
                        ? new CampaignParameters { Source = Sources[_random.Next(Sources.Length)], Medium = "social", Campaign = "spring" }
                        : null,
                });
            }

            at = at.AddSeconds(-MeanGapSeconds * Math.Log(1 - _random.NextDouble()));
        }
    }

    private static CapturedEvent Form(string id, int visitor, DateTimeOffset at) =>
        Event(id, EventType.Form, visitor, at) with { Email = $"person{visitor}@example.org", Form = "contact" };

    private static CapturedEvent Event(string id, EventType type, int visitor, DateTimeOffset at) => Sample.Event(
        type,
        id,
        DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds()),
        VisitorIds.FromCandidate($"visitor-{visitor}"));
}

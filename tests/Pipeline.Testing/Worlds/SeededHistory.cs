using System.Globalization;
using Pipeline.Attribution;
using Pipeline.Days;
using Pipeline.Events;
using Pipeline.Identity;
using Pipeline.Leads.Facts;
using Pipeline.Time;

namespace Pipeline.Testing.Worlds;

/// <summary>
/// A history of any length for counting what the roll-up of one day costs: on every day 500 visits, a fifth of them by visitors that come
/// every day, and three leads. Only what lies under the day itself has states; what else a roll-up read would count as a call all the same.
/// </summary>
public sealed class SeededHistory
{
    /// <summary>Visits of an ordinary day.</summary>
    public const int Visits = 500;

    /// <summary>Days of the shortest history.</summary>
    public const int Days = 30;

    /// <summary>Conversions of an ordinary day.</summary>
    public const int Conversions = 3;

    private const int Returning = 100;

    private static readonly string[] Channels = ["Direct", "Organic Search", "Paid Social", "E-mail", "Referral"];

    private readonly PipelineBed _bed;
    private readonly LocalTime _localTime;

    private SeededHistory(PipelineBed bed, DateOnly day)
    {
        _bed = bed;
        _localTime = bed.Get<LocalTime>();
        Day = day;
    }

    /// <summary>The day to roll up, the last one.</summary>
    public DateOnly Day { get; }

    /// <summary>Writes a history that ends yesterday.</summary>
    /// <param name="bed">Pipeline in memory.</param>
    /// <param name="length">How many times the shortest history.</param>
    /// <param name="activity">How many times the visits and conversions of the last day.</param>
    public static async Task<SeededHistory> WriteAsync(PipelineBed bed, int length, int activity)
    {
        var history = new SeededHistory(bed, bed.Get<LocalTime>().DayOf(bed.Clock.GetUtcNow()).AddDays(-1));
        for (var age = 0; age < length * Days; age++)
        {
            await history.WriteDayAsync(age, age == 0 ? activity : 1);
        }

        for (var visitor = 0; visitor < Returning; visitor++)
        {
            await history.WriteReturningAsync(visitor, length * Days);
        }

        return history;
    }

    private async Task WriteDayAsync(int age, int activity)
    {
        var (index, day) = (_bed.Get<IDayIndex>(), Day.AddDays(-age));
        for (var visit = 0; visit < Visits * activity; visit++)
        {
            var id = visit < Returning ? ReturningId(visit) : Id($"{age}-{visit}");
            await index.AddAsync(DayEntryKind.Visit, day, id, default);
            if (age == 0 && visit >= Returning)
            {
                await CommitAsync(id, [VisitOf(id, day, visit)], []);
            }
        }

        for (var lead = 0; lead < Conversions * activity; lead++)
        {
            var id = PipelineBed.LeadIds.Of(string.Create(CultureInfo.InvariantCulture, $"p{age}-{lead}@example.org"));
            await index.AddAsync(DayEntryKind.Conversion, day, id, default);
            await _bed.Get<ILeadStore>().SaveProfileAsync(Profile(id, day, lead), null, [], default);
        }
    }

    private async Task WriteReturningAsync(int visitor, int days)
    {
        var id = ReturningId(visitor);
        var visits = Enumerable.Range(0, days).Select(number => VisitOf(id, Day.AddDays(number - days + 1), visitor)).ToList();
        var older = (days - 1) / VisitorState.VisitsPerRow * VisitorState.VisitsPerRow;
        await CommitAsync(
            id,
            visits[older..],
            [.. visits[..older].Chunk(VisitorState.VisitsPerRow).Select((row, number) => (number, (IReadOnlyList<Visit>)row))]);
    }

    private Task<string> CommitAsync(string id, IReadOnlyList<Visit> visits, IReadOnlyList<(int Row, IReadOnlyList<Visit> Visits)> older) =>
        _bed.Get<IVisitorStore>().CommitAsync(
            new VisitorChange
            {
                VisitorId = id,
                State = new VisitorState
                {
                    Version = 1,
                    VisitorId = id,
                    Visits = visits,
                    OlderVisits = older.Count * VisitorState.VisitsPerRow,
                },
                StateETag = null,
                OlderVisits = older,
            },
            default);

    private LeadProfile Profile(string leadId, DateOnly day, int number)
    {
        var at = _localTime.StartOf(day).AddHours(9).AddMinutes(number);
        var conversion = new Conversion { Id = $"{leadId}|lead", LeadId = leadId, Kind = ConversionKind.Lead, At = at };
        var touches = Enumerable.Range(0, 4).Select(touch => VisitOf($"{leadId}{touch}", day, number + touch))
            .Select((visit, touch) =>
                new Touch { Id = visit.Id, At = at.AddDays(touch - 4), Source = visit.Source, LandingPage = visit.LandingPage })
            .ToList();
        return Sample.Profile(leadId, $"{leadId}@example.org", at) with
        {
            ScoreSum = 0,
            Conversions = [new LeadConversion
            {
                Conversion = conversion,
                Day = LocalTime.Text(day),
                Touches = touches,
                LeadCreatedAt = at,
            }],
            RankKey = "0",
        };
    }

    private Visit VisitOf(string id, DateOnly day, int number)
    {
        var at = _localTime.StartOf(day).AddHours(8).AddSeconds(number);
        var channel = Channels[number % Channels.Length];
        return new Visit
        {
            Id = Id($"{id}{LocalTime.Text(day)}"),
            StartedAt = at,
            LastAt = at,
            Source = new VisitSource
            {
                Channel = channel,
                Source = channel.ToLowerInvariant(),
                Medium = "none",
                RuleId = "seed",
                RulesVersion = "1",
            },
            LandingPage = $"https://example.org/{number % 7}",
            PageViews = 1,
        };
    }

    private static string ReturningId(int visitor) => Id($"returning-{visitor}");

    private static string Id(string text) => VisitorIds.FromCandidate(text);
}

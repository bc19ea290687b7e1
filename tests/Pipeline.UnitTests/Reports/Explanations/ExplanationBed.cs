using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Pipeline.Days;
using Pipeline.Events;
using Pipeline.Imports;
using Pipeline.Problems;
using Pipeline.Records;
using Pipeline.Rejected;
using Pipeline.Reports;
using Pipeline.Reports.Attribution;
using Pipeline.Reports.Channels;
using Pipeline.Reports.Explanations;
using Pipeline.Reports.Funnel;
using Pipeline.Reports.Insights;
using Pipeline.Reports.Nurture;
using Pipeline.Reports.Paths;
using Pipeline.Reports.Quality;
using Pipeline.Reports.Runway;
using Pipeline.Testing;
using Pipeline.Time;
using Pipeline.UnitTests.Crm;
using Pipeline.Uploads;
using static Pipeline.UnitTests.Identity.Facts;

namespace Pipeline.UnitTests.Reports.Explanations;

// A pipeline filled with visits, leads, deals, costs and targets of two months, whose reports are asked for like over HTTP.
internal sealed class ExplanationBed : IDisposable
{
    public CrmBed Crm { get; } = new();

    public PipelineBed Bed => Crm.Bed;

    public ChannelsKind Channels => Bed.Get<ChannelsKind>();

    public AttributionKind Attribution => Bed.Get<AttributionKind>();

    public FunnelKind Funnel => Bed.Get<FunnelKind>();

    public RunwayKind Runway => Bed.Get<RunwayKind>();

    public NurtureKind Nurture => Bed.Get<NurtureKind>();

    public PathsKind Paths => Bed.Get<PathsKind>();

    public InsightsKind Insights => Bed.Get<InsightsKind>();

    public QualityKind Quality => Bed.Get<QualityKind>();

    public void Dispose() => Crm.Dispose();

    public async Task FillAsync(int seed)
    {
        var random = new Random(seed);
        var names = Enumerable.Range(0, 24).Select(i => $"p{i}").ToList();
        foreach (var name in names)
        {
            var visitor = $"v{name}";
            for (var i = random.Next(1, 5); i > 0; i--)
            {
                var at = random.Next(0, 55 * 24 * 60);
                var view = View($"{name}-{i}", at, random.Next(2) == 0 ? "/" : "/pricing", random.Next(3) == 0 ? null : "twitter", visitor);
                view = random.Next(6) switch
                {
                    0 => view with { Automatic = true },
                    1 => view with { Campaign = new CampaignParameters { Source = "odd", Medium = "weird", Campaign = "unknown" } },
                    _ => view,
                };
                await Bed.CaptureAsync(
                    random.Next(3) == 0 ? [view, Form($"{name}-{i}-f", at + 1, name, visitor).Queued() with { Form = "demo" }] : [view]);
            }
        }

        await Bed.CaptureAsync(
            View("s", 100, visitor: "vshared"),
            Form("s1", 101, "ann", "vshared").Queued(),
            Form("s2", 110, "bob", "vshared").Queued(),
            Form("s3", 120, "cid", "vshared").Queued());
        var rows = new StringBuilder("email,stage,date,amount,opportunity,reason\n");
        foreach (var name in names.Append("ann").Append("stranger"))
        {
            string Day(int from) =>
                new DateOnly(2026, 3, 2).AddDays(random.Next(from, 59)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            rows.Append(CultureInfo.InvariantCulture, $"{Email(name)},{(random.Next(2) == 0 ? "SQL" : "Opportunity")},{Day(0)},,,\n");
            rows.Append(random.Next(4) switch
            {
                0 => $"{Email(name)},Lost,{Day(20)},,,price\n",
                1 => $"{Email(name)},Disqualified,{Day(20)},,,\n",
                _ =>
                    string.Create(CultureInfo.InvariantCulture, $"{Email(name)},Closed Won,{Day(20)},{random.Next(100, 9000)},D-{name},\n"),
            });
        }

        rows.Append(CultureInfo.InvariantCulture, $"{Email("stranger")},Closed Won,2026-04-01,500,D-1,\n{Email("ann")},Closed "
            + $"Won,2026-04-01,700,D-2,\n{Email("ann")},Closed Won,2026-04-20,-200,D-2,\n");
        Assert.Equal(0, (await Crm.CrmAsync(rows.ToString())).RejectedRows);
        await ImportAsync(Bed.Get<CostImport>(), "date,channel,source,campaign,amount,kind\n2026-03-05,Organic "
            + "Social,twitter,spring,120,media\n2026-04-05,Organic "
            + "Social,twitter,spring,80.50,labour\n2026-03-09,Display,adnet,banner,50,media\n");
        var anonymous = new AnonymousView { Id = "a", OccurredAt = At(10), Channel = "Direct", Page = "/" };
        await Bed.Get<AnonymousViewHandler>().StoreAsync([anonymous, anonymous with { Id = "b", OccurredAt = At(3000) }], default);
        await Bed.HandleAsync(new WorkMessage(QueueNames.Rollups, "{"));
        Bed.Clock.Advance(TimeSpan.FromMinutes(20));
        await Bed.NightAsync();
    }

    public async Task ImportAsync<T>(IImport<T> import, string csv)
        where T : class
    {
        var handler = new ImportHandler(
            Bed.Get<IRejectedStore>(),
            Bed.Get<LocalTime>(),
            Bed.Clock,
            Options.Create(new ImportOptions()),
            NullLogger<ImportHandler>.Instance);
        var outcome = await handler.HandleAsync(
            import, new ImportRequest { Body = Encoding.UTF8.GetBytes(csv), ContentType = "text/csv" }, default);
        Assert.Equal(0, outcome.Result!.RejectedRows);
    }

    public async Task<ReportExplanation> ExplainAsync(IReportKind kind, string query)
    {
        var found = (ReportExplanation)await kind.AnswerAsync(Query(query, kind.Numbers), default);
        Assert.Equal((found.Rows.Sum(row => row.Credit), found.Rows.Sum(row => row.Amount)), (found.Sum, found.Amount));
        Assert.Equal(found.Groups, found.Rows.GroupBy(row => row.Group)
            .Where(group => group.Key is not null)
            .Select(group =>
                new ExplainedGroup(group.Key!, group.LongCount(), group.Sum(row => row.Credit), group.Sum(row => row.Amount)))
                .UnionBy(found.Groups.Where(group => group.Rows == 0), group => group.Name)
            .OrderBy(group => found.Groups.ToList().FindIndex(other => other.Name == group.Name)));
        return found;
    }

    public ReportQuery Query(string query, ReportNumbers numbers)
    {
        var problems = new List<Problem>();
        var read = Read(query, numbers, problems);
        Assert.Empty(problems);
        return read;
    }

    public List<Problem> Problems(string query, ReportNumbers numbers)
    {
        var problems = new List<Problem>();
        Read(query, numbers, problems);
        return problems;
    }

    private ReportQuery Read(string query, ReportNumbers numbers, List<Problem> problems)
    {
        var values = query.Split('&').Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        return ReportQuery.Read(values.GetValueOrDefault, Bed.Clock.GetUtcNow(), Bed.Get<LocalTime>(), problems, numbers: numbers);
    }
}

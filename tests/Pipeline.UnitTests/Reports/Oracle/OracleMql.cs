using System.Text.Json.Nodes;
using Pipeline.Events;

namespace Pipeline.UnitTests.Reports.Oracle;

// When a lead is MQL, by a small document that is read here as plain JSON: every line, cap and score is looked for anew among all events.
internal sealed class OracleMql(string document)
{
    private const double Never = double.PositiveInfinity;
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");
    private static readonly string[] Stages = ["Lead", "MQL", "SQL", "Opportunity", "Won", "Lost", "Recycled", "Pilot"];
    private readonly JsonObject _rules = JsonNode.Parse(document)!.AsObject();

    // Some worlds forget within hours, some ask for a company that fits, some hardly let go.
    public static string Document(int seed) => $$"""
        {
          "version": 1, "halfLifeDays": {{(seed % 3 == 0 ? "0.2" : seed % 3 == 1 ? "2" : "9")}},
          "enterThreshold": {{Enter(seed)}}, "exitThreshold": {{Enter(seed) - (seed % 5 < 3 ? 1 : 8)}}, "totalCap": 60,
          {{(seed % 4 == 1 ? "\"minimumGrade\": \"C\"," : "")}}
          "bands": { "second": 9, "third": 3 },
          "groups": [{ "id": "browsing", "dayCap": 17 }, { "id": "forms", "dayCap": 30, "lifeCap": 45 }],
          "rules": [
            { "id": "page", "title": "Page", "points": 2, "when": { "types": ["page_view"] }, "minimumIntervalMinutes": 10, "dayCap": 7, "group": "browsing" },
            { "id": "price", "title": "Price", "points": 9, "when": { "types": ["page_view"], "urls": ["/pricing", "/demo"] }, "lifeCap": 25, "group": "browsing" },
            { "id": "read", "title": "Read", "points": 4, "when": { "types": ["engagement"], "minimumSeconds": 40 }, "dayCap": 6, "group": "browsing" },
            { "id": "ask", "title": "Ask", "points": 11, "when": { "types": ["form"], "forms": ["contact"] }, "minimumIntervalMinutes": 360, "group": "forms" },
            { "id": "form", "title": "Form", "points": 5, "when": { "types": ["form", "identify"] }, "dayCap": 8, "group": "forms" },
            { "id": "take", "title": "Take", "points": 7, "when": { "types": ["custom"], "names": ["download", "webinar"] }, "lifeCap": 12 },
            { "id": "click", "title": "Click", "points": 3, "when": { "types": ["click"] } },
            { "id": "leave", "title": "Leave", "points": -19, "when": { "types": ["custom"], "names": ["unsubscribe"] }, "dayCap": 30 }
          ],
          "sequences": [{
            "id": "path", "title": "Page, page, form", "points": 9, "withinHours": 48, "coolDownHours": 5,
            "steps": [{ "types": ["page_view"] }, { "types": ["page_view"], "urls": ["/pricing", "/product/a", "/customers"] }, { "types": ["form"] }]
          }],
          "paces": [{ "id": "rush", "title": "Rush", "points": 6, "when": { "types": ["page_view", "click"] }, "count": 4, "withinHours": 6 }],
          "fit": {
            "gradeA": 75, "gradeB": 50, "gradeC": 25,
            "rules": [{ "id": "fits", "title": "Fits", "points": 30, "fields": ["company"], "equals": ["company 0", "company 2"] }]
          }
        }
        """;

    // What a first form of a kind is worth, to the point; or more.
    private static int Enter(int seed) => seed % 4 == 0 ? 16 : seed % 4 == 2 ? 19 : 30;

    // Every entry into MQL, by score or by what sales says; all but the first are reopened.
    public List<(DateTimeOffset At, bool IsTold)> Entries(
        string lead, IEnumerable<CapturedEvent> all, IEnumerable<(DateTimeOffset At, string Stage)> told, DateTimeOffset createdAt)
    {
        var events = all.OrderBy(one => one.OccurredAt)
            .ThenBy(one => one.ReceivedAt)
            .ThenBy(one => one.Id, StringComparer.Ordinal)
            .ToList();
        var facts = told.OrderBy(row => row.At).ThenBy(row => Array.IndexOf(Stages, row.Stage)).ToList();
        var learned = events.Where(one => one.Fields is not null && one.LeadId == lead).ToList();
        createdAt = facts.Select(fact => fact.At).Append(createdAt).Min();
        var lines = Lines([.. events.Where(one => !one.Automatic)]);
        var (enter, exit) = ((double)_rules["enterThreshold"]!, (double)_rules["exitThreshold"]!);
        var (stage, mayEnter, mayExit, entries) = ("Lead", true, false, new List<(DateTimeOffset At, bool IsTold)>());
        foreach (var now in lines.Select(line => line.At).Concat(facts.Select(row => row.At)).Concat(learned.Select(one => one.OccurredAt))
            .Append(createdAt).Where(at => at >= createdAt).Distinct().Order())
        {
            Compare(Score(lines.Where(line => line.At < now), now.AddMilliseconds(-1)), isFall: true, now);
            foreach (var fact in facts.Where(row => row.At == now && row.Stage != stage))
            {
                Move(fact.Stage, now, isTold: true);
                (mayEnter, mayExit) = (false, false);
            }

            Compare(Score(lines.Where(line => line.At <= now), now), isFall: false, now);
        }

        return entries;

        void Move(string next, DateTimeOffset at, bool isTold = false)
        {
            entries.AddRange(next == "MQL" ? [(at, isTold)] : []);
            stage = next;
        }

        // Between two moments a score falls and cannot rise.
        void Compare(double score, bool isFall, DateTimeOffset now)
        {
            if (stage == "MQL" && score < exit && mayExit)
            {
                Move("Recycled", now);
                mayEnter = true;
            }

            mayExit |= stage == "MQL" && score >= exit;
            mayEnter |= stage is "Lead" or "Recycled" && score < enter;
            if (!isFall
                && stage is "Lead" or "Recycled"
                && score >= enter
                && mayEnter
                && Fits(learned.LastOrDefault(one => one.OccurredAt <= now && one.FromServer)
                    ?? learned.LastOrDefault(one => one.OccurredAt <= now)))
            {
                Move("MQL", now);
                mayExit = true;
            }
        }
    }

    private bool Fits(CapturedEvent? form) =>
        _rules["minimumGrade"] is null || (form is not null && Has(_rules["fit"]!["rules"]![0]!["equals"], form.Fields!["company"]));

    private double Score(IEnumerable<Line> lines, DateTimeOffset at) =>
        lines.Sum(line => line.Points * Math.Pow(0.5, (at - line.At).TotalDays / (double)_rules["halfLifeDays"]!));

    private List<Line> Lines(List<CapturedEvent> events)
    {
        var lines = new List<Line>();
        var used = new HashSet<(string? Rule, string Event)>();
        for (var place = 0; place < events.Count; place++)
        {
            var (one, until) = (events[place], events[..(place + 1)]);
            foreach (var rule in List("rules").Where(rule => Counts(rule["when"]!, one, until)))
            {
                var pause = TimeSpan.FromMinutes((double?)rule["minimumIntervalMinutes"] ?? 0);
                if (!lines.Exists(line => line.Rule == rule && line.Place == PlaceOf(one) && one.OccurredAt - line.At < pause))
                {
                    Give(rule, one);
                }
            }

            foreach (var rule in List("sequences"))
            {
                var steps = rule["steps"]!.AsArray();
                var taken = until.TakeLast(1).Where(last => Counts(steps[^1]!, last, until)).ToList();
                while (taken.Count > 0 && taken.Count < steps.Count)
                {
                    var before = until[..until.IndexOf(taken[^1])];
                    var found = before.FindLast(earlier => IsFree(rule, earlier) && Counts(steps[^(taken.Count + 1)]!, earlier, before));
                    taken = found is null ? [] : [.. taken, found];
                }

                if (taken.Count > 0 && one.OccurredAt - taken[^1].OccurredAt <= Hours(rule, "withinHours")
                    && !lines.Exists(line => line.Rule == rule && one.OccurredAt - line.At < Hours(rule, "coolDownHours")))
                {
                    Bonus(rule, one, taken);
                }
            }

            foreach (var rule in List("paces").Where(rule => Counts(rule["when"]!, one, until)))
            {
                var recent = until.Where(other => IsFree(rule, other)
                    && Counts(rule["when"]!, other, until)
                    && one.OccurredAt - other.OccurredAt <= Hours(rule, "withinHours"));
                if (recent.Count() >= (int)rule["count"]!)
                {
                    Bonus(rule, one, [.. recent]);
                }
            }
        }

        return lines;

        bool IsFree(JsonObject rule, CapturedEvent one) => !used.Contains(((string?)rule["id"], one.Id));

        void Bonus(JsonObject rule, CapturedEvent one, List<CapturedEvent> taken)
        {
            used.UnionWith(taken.Select(other => ((string?)rule["id"], other.Id)));
            Give(rule, one);
        }

        // What is left under the caps of the rule and of its group, which count what is given and what is taken apart.
        void Give(JsonObject rule, CapturedEvent one)
        {
            var points = (double)rule["points"]!;
            var group = List("groups").FirstOrDefault(group => (string?)group["id"] == (string?)rule["group"]);
            var own = lines.Where(line => line.Rule == rule).ToList();
            var shared = lines
                .Where(line => (string?)line.Rule["group"] == (string?)rule["group"] && Math.Sign(line.Points) == Math.Sign(points))
                .ToList();
            var left = Math.Min(Math.Min(Left(rule, own), group is null ? Never : Left(group, shared)), Math.Abs(points));
            lines.AddRange(left > 0 ? [new Line(rule, PlaceOf(one), one.OccurredAt, left * Math.Sign(points))] : []);

            double Left(JsonObject caps, List<Line> given) => Math.Min(
                ((double?)caps["dayCap"] ?? Never) - given
                    .Where(line => Day(line.At) == Day(one.OccurredAt))
                    .Sum(line => Math.Abs(line.Points)),
                ((double?)caps["lifeCap"] ?? Never) - given.Sum(line => Math.Abs(line.Points)));
        }
    }

    private IEnumerable<JsonObject> List(string name) => _rules[name]!.AsArray().Select(item => item!.AsObject());

    // Of the beacons of a page view the first that fits.
    private static bool Counts(JsonNode when, CapturedEvent one, List<CapturedEvent> until) => Fits(when, one)
        && (one.Type != EventType.Engagement
            || until.Find(other => other.Type == one.Type && PageOf(other) == PageOf(one) && Fits(when, other)) == one);

    private static bool Fits(
        JsonNode when,
        CapturedEvent one) => Has(when["types"], one.Type == EventType.PageView ? "page_view" : one.Type.ToString().ToLowerInvariant())
        && Has(when["urls"], one.Url is null ? "" : new Uri(one.Url).AbsolutePath) && Has(when["forms"], one.Form) && Has(
            when["names"], one.Name)
        && one.Seconds.GetValueOrDefault() >= ((double?)when["minimumSeconds"] ?? 0);

    private static bool Has(JsonNode? list, string? value) => list is null || list.AsArray().Any(item => (string?)item == value);
    private static TimeSpan Hours(JsonNode rule, string name) => TimeSpan.FromHours((double)rule[name]!);
    private static string PageOf(CapturedEvent one) => one.PageId ?? one.VisitorId!;
    private static string PlaceOf(CapturedEvent one) => one.Form ?? one.Url ?? "";
    private static DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Zone).DateTime);

    private sealed record Line(JsonObject Rule, string Place, DateTimeOffset At, double Points);
}

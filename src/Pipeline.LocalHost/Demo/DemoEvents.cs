using System.Globalization;
using System.Text.Json.Nodes;

namespace Pipeline.LocalHost.Demo;

/// <summary>The events of demo visitors as <c>POST /api/events</c> takes them.</summary>
internal static class DemoEvents
{
    private const string Site = "https://www.lindenrad.example";

    /// <summary>All events of a person, in order.</summary>
    public static IEnumerable<JsonObject> Of(DemoPerson person)
    {
        for (var visit = 0; visit < person.Visits.Count; visit++)
        {
            foreach (var captured in OfVisit(
                person, person.Visits[visit], string.Create(CultureInfo.InvariantCulture, $"{person.Visitor}-{visit}")))
            {
                yield return captured;
            }
        }
    }

    private static IEnumerable<JsonObject> OfVisit(DemoPerson person, DemoVisit visit, string prefix)
    {
        var at = visit.At;
        for (var page = 0; page < visit.Pages.Count; page++)
        {
            var query = page == 0 && visit.Source.Query.Length > 0 ? "?" + visit.Source.Query : "";
            var view = Event(person, $"{prefix}-{page}", "page_view", at);
            view["url"] = Site + visit.Pages[page] + query;
            view["ref"] = page == 0 ? visit.Source.Referrer : Site + visit.Pages[page - 1];
            yield return view;
            at = at.AddSeconds(45);
        }

        var seen = Event(person, $"{prefix}-seen", "engagement", at);
        seen["page"] = $"{prefix}-{visit.Pages.Count - 1}";
        seen["seconds"] = 10 + (person.Number % 50);
        seen["scroll"] = 20 + (person.Number % 80);
        if (person.Depth > 0)
        {
            yield return seen;
        }

        if (person.FilledAt is { } filled && filled > visit.At && filled - visit.At < TimeSpan.FromMinutes(10))
        {
            var form = Event(person, $"{person.Visitor}-form", "form", filled);
            form["form"] = person.Number % 3 == 0 ? "demo" : "contact";
            form["email"] = person.Email;
            form["page"] = $"{prefix}-0";
            form["fields"] = new JsonObject
            {
                ["first_name"] = person.First,
                ["last_name"] = person.Last,
                ["company"] = person.Company,
                ["job_title"] = person.JobTitle,
            };
            yield return form;
        }
    }

    private static JsonObject Event(DemoPerson person, string id, string type, DateTimeOffset at) => new()
    {
        ["id"] = id,
        ["type"] = type,
        ["visitor"] = person.Visitor,
        ["created"] = at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
    };
}

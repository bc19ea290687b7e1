using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Pipeline.Events;
using Pipeline.Functions.Capture;
using Pipeline.LocalHost.Demo;
using Pipeline.UnitTests.Capture;

namespace Pipeline.UnitTests.DemoData;

public sealed class DemoWorldTests
{
    private static readonly DateTimeOffset End = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly DemoWorld World = DemoWorld.Until(End);

    [Fact]
    public void Until_AnyDay_HasTheVisitsLeadsAndCustomersItPromises()
    {
        var visits = World.People.SelectMany(person => person.Visits).ToList();

        Assert.Equal(
            (DemoWorld.Visits, DemoWorld.Visitors, DemoWorld.Leads, DemoWorld.Customers),
            (visits.Count, World.People.Count, World.People.Count(
                person => person.FilledAt is not null), World.People.Count(person => person.Depth == 4)));
        Assert.All(visits, visit => Assert.InRange(visit.At, End.AddDays(-DemoWorld.Days), End));
        Assert.All(
            World.People,
            person => Assert.All(
                person.Visits.Zip(person.Visits.Skip(1)), pair => Assert.True(pair.Second.At - pair.First.At > TimeSpan.FromHours(1))));
    }

    [Fact]
    public void Until_SameDay_IsTheSame() => Assert.Equal(Text(World), Text(DemoWorld.Until(End)));

    [Fact]
    public void Crm_WonDeals_AreTheCustomersThatAreKnownByTheEnd()
    {
        var rows = DemoTables.Crm(World, End)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Skip(1)
            .Select(line => line.Split(';'))
            .ToList();

        Assert.Equal(DemoWorld.Customers, rows.Count(row => row[1] == "Closed Won"));
        Assert.All(
            rows, row => Assert.True(DateOnly.ParseExact(row[2], "yyyy-MM-dd", CultureInfo.InvariantCulture) < new DateOnly(2026, 3, 2)));
        Assert.All(rows.Where(row => row[1] == "Closed Won"), row => Assert.NotEqual("", row[3] + row[5]));
    }

    [Fact]
    public async Task Events_OfManyVisitors_AreAllAccepted()
    {
        using var bed = new CaptureBed();
        var people = World.People.Where(person => person.Depth > 0 || person.Number % 100 == 0).Take(200).ToList();
        foreach (var person in people)
        {
            var body = new JsonObject { ["v"] = 1, ["events"] = new JsonArray([.. DemoEvents.Of(person)]) }.ToJsonString();
            var context = bed.Request("POST", "https://data.example.org/api/events");
            context.Request.ContentType = "application/json";
            context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
            await CaptureBed.AnswerAsync(context, bed.Function<ImportEvents>().Run(context.Request, default));
            Assert.Equal(200, context.Response.StatusCode);
        }

        Assert.Empty(bed.Queue.Rejected);
        Assert.Equal(
            people.Count(person => person.FilledAt is not null), bed.Queue.Events.Count(captured => captured.Type == EventType.Form));
        Assert.All(bed.Queue.Events, captured => Assert.True(captured.OccurredAt < End));
    }

    private static string Text(DemoWorld world) => string.Join(
        '\n', world.People.Select(person => $"{person.Email} {person.FilledAt:O} "
            + $"{string.Join(' ', person.Visits.Select(visit => visit.At.ToString("O", CultureInfo.InvariantCulture)))}"));
}

using System.Text.Json;
using Pipeline.Events;
using Pipeline.Identity;
using Pipeline.Rollups;

namespace Pipeline.UnitTests.Rollups;

public sealed class DayVisitsTests
{
    private static readonly DateOnly Day = new(2026, 3, 2);
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Of_Visits_KeepsVisitorTimeChannelAndMachine()
    {
        var part = Assert.Single(DayVisits.Of(
            Day, [Visit("b", 0, "E-mail"), Visit("a", 5, "Direct", automatic: true), Visit("b", 9, "Direct")]));

        Assert.Equal(
            new[]
            {
                new VisitMark(VisitMark.HashOf("a"), Start.AddTicks(5), "Direct", true),
                new VisitMark(VisitMark.HashOf("b"), Start, "E-mail", false),
                new VisitMark(VisitMark.HashOf("b"), Start.AddTicks(9), "Direct", false),
            }.OrderBy(mark => mark.Visitor).ThenBy(mark => mark.At),
            part.Marks);
    }

    [Fact]
    public void Of_VisitorsInAnotherOrder_IsTheSame()
    {
        var visits = Enumerable.Range(0, 50).Select(i => Visit($"v{i % 20}", i, $"c{i % 7}")).ToList();

        Assert.Equal(
            Assert.Single(DayVisits.Of(Day, visits)).Data,
            Assert.Single(DayVisits.Of(Day, visits.GroupBy(visit => visit.VisitorId).Reverse().SelectMany(visitor => visitor))).Data);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(DayVisits.MaxVisits, 1)]
    [InlineData(DayVisits.MaxVisits + 1, 2)]
    public void Of_MoreThanARowHolds_IsCut(int visits, int parts)
    {
        var written = DayVisits.Of(Day, Enumerable.Range(0, visits).Select(i => Visit($"v{i}", i, "Direct")));

        Assert.Equal((parts, visits), (written.Count, written.SelectMany(part => part.Marks).Count()));
        Assert.All(written, part => Assert.Equal(parts, part.Parts));
    }

    [Fact]
    public void Read_RecordOfVersion1_IsUnderstood()
    {
        const string Golden =
            """{"version":1,"day":"2026-03-02","parts":1,"channels":["Direct","E-mail"],"data":"3VbeQTeVHZwAQOSzMXjeCAEAAQ=="}""";

        var record = JsonSerializer.Deserialize(Golden, RollupsJson.Stored.DayVisits)!;

        var mark = Assert.Single(record.Marks);
        Assert.Equal(VisitMark.HashOf("golden"), mark.Visitor);
        Assert.Equal((new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero), "E-mail", true), (mark.At, mark.Channel, mark.Automatic));
        Assert.Equal(Golden, JsonSerializer.Serialize(record, RollupsJson.Stored.DayVisits));
    }

    private static DayVisit Visit(string visitorId, long ticks, string channel, bool automatic = false) => new(visitorId, new Visit
    {
        Id = $"{visitorId}-{ticks}",
        StartedAt = Start.AddTicks(ticks),
        LastAt = Start.AddTicks(ticks),
        Automatic = automatic,
        Source = new VisitSource { Channel = channel, Source = "s", Medium = "m", RuleId = "r", RulesVersion = "1" },
    });
}

using System.Diagnostics;
using System.Globalization;
using System.Text;
using Pipeline.Attribution;
using Pipeline.Attribution.Models;
using Pipeline.Benchmarks.Load;
using Pipeline.Testing;

namespace Pipeline.Benchmarks.Engine;

/// <summary>The attribution engine over many journeys, and over ten times as many.</summary>
internal static class AttributionRun
{
    private const int Few = 100_000;
    private const int Many = 1_000_000;
    private const int MeanTouches = 4;

    private static readonly string[] Channels =
        [
            "Direct",
            "Organic Search",
            "Paid Search",
            "Paid Social",
            "Organic Social",
            "E-mail",
            "Referral",
            "Display",
            "Affiliates",
            "AI Assistant",
        ];

    public static string Run(LoadOptions options)
    {
        var (few, many) = (Journeys(Few), Journeys(Many));
        var text = new StringBuilder("# Attribution benchmarks\n\n")
            .Append("Written by `dotnet run -c Release --project tests/Pipeline.Benchmarks -- attribution`. ")
            .Append(
                CultureInfo.InvariantCulture,
                $"{Few:#,0} journeys, {few.Sum(journey => journey.Touches.Count):#,0} touches; best of {options.Rounds} runs, ")
            .Append(CultureInfo.InvariantCulture, $"one thread, .NET {Environment.Version}. Ratio: time over {Many:#,0} journeys to time "
                + $"over {Few:#,0}, runs taken in turn; target at most 11.\n\n")
            .Append("| model | touches per second | allocated per journey | ratio |\n| --- | --- | --- | --- |\n");
        foreach (var (name, attribute) in Models())
        {
            attribute(few);
            var rounds = Enumerable.Range(0, options.Rounds)
                .Select(_ => (Few: Measure(attribute, few), Many: Measure(attribute, many)))
                .ToList();

            // Whatever else the machine does only adds time.
            var seconds = rounds.Min(round => round.Few.Seconds);
            var ratio = rounds.Min(round => round.Many.Seconds) / seconds;
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {name} | {few.Sum(journey => journey.Touches.Count) / seconds:#,0} | {rounds[0].Few.Bytes / (double)Few:#,0} B | "
                    + $"{ratio:0.0} |\n");
            Console.WriteLine(text.ToString().Split('\n')[^2]);
        }

        return text.ToString();
    }

    private static IEnumerable<(string Name, Action<IReadOnlyList<Journey>> Attribute)> Models()
    {
        var parameters = AttributionParameters.Default;
        foreach (var model in AttributionModels.PerJourney)
        {
            yield return (model.Name, journeys => AttributionEngine.Attribute(journeys, model, parameters));
        }

        yield return (AttributionModels.Markov, journeys => MarkovRemoval.Attribute(ChannelTally.Of(journeys, parameters), parameters));
        yield return (AttributionModels.Shapley, journeys => ShapleyValue.Attribute(ChannelTally.Of(journeys, parameters), parameters));
    }

    private static (double Seconds, long Bytes) Measure(Action<IReadOnlyList<Journey>> attribute, IReadOnlyList<Journey> journeys)
    {
        GC.Collect();
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var started = Stopwatch.GetTimestamp();
        attribute(journeys);
        return (Stopwatch.GetElapsedTime(started).TotalSeconds, GC.GetAllocatedBytesForCurrentThread() - bytes);
    }

    private static List<Journey> Journeys(int count)
    {
        var random = new Random(1);
        var end = new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
        return [.. Enumerable.Range(0, count).Select(number =>
        {
            var at = end.AddMinutes(number % 40_000);
            var touches = Enumerable.Range(0, 1 + random.Next((2 * MeanTouches) - 1))
                .Select(_ => at.AddMinutes(-random.Next(1, 120_000))).Order()
                .Select((moment, i) => Touch(moment, $"{number}-{i}", Channels[random.Next(Channels.Length)])).ToList();
            return new Journey
            {
                Conversion = new Conversion
                {
                    Id = $"deal-{number}",
                    LeadId = $"l_{number}",
                    Kind = ConversionKind.Customer,
                    At = at,
                    Amount = random.Next(1, 5_000_000),
                },
                Touches = touches,
                Milestones = new Milestones { LeadCreatedAt = touches[touches.Count / 2].At, OpportunityAt = touches[^1].At },
            };
        })];
    }

    private static Touch Touch(DateTimeOffset at, string id, string channel) => Sample.Touch(at, channel, id);
}

using System.Globalization;

namespace Pipeline.Benchmarks.Load;

/// <summary>The command line.</summary>
internal sealed record LoadOptions(string Mode, int Rounds, int Seconds, string? Output)
{
    public const string Help = """
        dotnet run -c Release --project tests/Pipeline.Benchmarks -- MODE [--rounds N] [--seconds N] [--output FILE]

          micro    time and allocated bytes of single functions and steps (BenchmarkDotNet)
          commit   group commit in one process with Azurite behind: puts per event
          host     the pixel on the local host beside a function that does nothing; needs wrk
          batch    ten page views a request beside one, on the local host; needs wrk
          start    time to the first answer
          flow     events captured, stitched and scored per second, and their CPU time
          all      all six
          attribution  every attribution model over 100,000 journeys, and the time over ten times as many
          rollup   storage calls of a day's roll-up after 1, 10 and 100 times the history, and at 10 times the activity

          --rounds   runs of every server in turn; ratios are taken within a round, their median is shown. Default 7.
          --seconds  length of one run. Default 3.
          --output   Markdown file to write.
        """;

    /// <returns>Null when the arguments cannot be used.</returns>
    public static LoadOptions? Parse(string[] args)
    {
        if (args is not [("micro" or "commit" or "host" or "batch" or "start" or "flow" or "all" or "attribution" or "rollup")
            and var mode, .. var rest] || rest.Length % 2 != 0)
        {
            return null;
        }

        var options = new LoadOptions(mode, 7, 3, null);
        foreach (var pair in rest.Chunk(2))
        {
            var isNumber = int.TryParse(pair[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0;
            switch (pair[0])
            {
                case "--rounds" when isNumber:
                    options = options with { Rounds = number };
                    break;
                case "--seconds" when isNumber:
                    options = options with { Seconds = number };
                    break;
                case "--output":
                    options = options with { Output = pair[1] };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }
}

using System.Diagnostics;
using Pipeline.Benchmarks.Servers;

namespace Pipeline.Benchmarks.Load;

/// <summary>Time from starting the local host to the first answer of a function, with the build done and Azurite up.</summary>
internal static class StartLoad
{
    private const int Starts = 5;

    public static async Task RunAsync(Report report, CancellationToken cancellationToken)
    {
        await using var azurite = await LoadStorage.StartAsync(cancellationToken);
        using var client = new HttpClient();
        var seconds = new List<double>();
        for (var i = 0; i < Starts; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await using var host = await HostProcess.StartPipelineAsync(
                azurite.Ports.ConnectionString, isCaptureOnly: false, cancellationToken);
            using var answer = await client.GetAsync(new Uri(host.Url + "/s.js"), cancellationToken);
            answer.EnsureSuccessStatusCode();
            seconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            Console.WriteLine(FormattableString.Invariant($"start    first answer after {seconds[^1]:0.00} s"));
        }

        report.AddStart(seconds);
    }
}

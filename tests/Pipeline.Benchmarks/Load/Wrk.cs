using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Pipeline.Benchmarks.Load;

/// <summary>Runs the load generator wrk.</summary>
internal sealed partial class Wrk : IDisposable
{
    private readonly string _path = Find() ?? throw new InvalidOperationException("wrk is missing.");
    private readonly string _folder = Directory.CreateTempSubdirectory("pipeline-benchmarks-").FullName;

    private Wrk()
    {
    }

    private string Script => Path.Combine(_folder, "requests.lua");

    /// <summary>Full path of wrk; null when it is not installed.</summary>
    public static string? Find() => OnPath("wrk");

    /// <summary>Makes a load generator that sends some requests in turn, again and again.</summary>
    public static async Task<Wrk> CreateAsync(IEnumerable<LoadRequest> requests, CancellationToken cancellationToken)
    {
        var wrk = new Wrk();
        await File.WriteAllTextAsync(wrk.Script, ScriptOf(requests), cancellationToken);
        return wrk;
    }

    /// <summary>Sends requests, each after the answer to the one before it on the same connection.</summary>
    /// <param name="url">Server.</param>
    /// <param name="connections">Connections.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<WrkResult> RunAsync(string url, int connections, int seconds, CancellationToken cancellationToken)
    {
        string[] wrk = [_path, "-t1", $"-c{connections}", $"-d{seconds}s", "--timeout", "10s", "--latency", "-s", Script, url];
        var (exitCode, text) = await RunAsync(wrk[0], wrk[1..], cancellationToken);
        if (exitCode != 0 || !text.Contains("Requests/sec", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"wrk failed: {text}");
        }

        return new WrkResult
        {
            RequestsPerSecond = Number(RateLine().Match(text)),
            Requests = (long)Number(CountLine().Match(text)),
            MedianMilliseconds = Milliseconds(MedianLine().Match(text)),
            P99Milliseconds = Milliseconds(TailLine().Match(text)),
            Errors = ErrorLine().Match(text) is { Success: true } errors ? errors.Value.Trim() : null,
        };
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string ScriptOf(IEnumerable<LoadRequest> requests)
    {
        var script = new StringBuilder("local requests = {}\nlocal last = 0\nlocal function add(method, target, cookie, referer, body)\n");
        script.Append("  requests[#requests + 1] = wrk.format(method, target, {\n");
        script.Append(
            CultureInfo.InvariantCulture, $"    ['User-Agent'] = '{LoadRequest.UserAgent}', ['Accept'] = '{LoadRequest.Accept}',\n");
        script.Append(
            CultureInfo.InvariantCulture,
            $"    ['Accept-Language'] = '{LoadRequest.AcceptLanguage}', ['Cookie'] = cookie, ['Referer'] = referer }}, body)\nend\n");
        script.Append("init = function(args)\n");
        foreach (var request in requests)
        {
            var body = request.Body is null ? "nil" : $"[==[{request.Body}]==]";
            script.Append(
                CultureInfo.InvariantCulture,
                $"  add('{request.Method}', '{request.Target}', '{request.Cookie}', '{request.Referer}', {body})\n");
        }

        return script.Append("end\nrequest = function()\n  last = last % #requests + 1\n  return requests[last]\nend\n").ToString();
    }

    private static async Task<(int ExitCode, string Text)> RunAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(
            program, arguments)
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        var text = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, text + await error);
    }

    private static string? OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);

    private static double Number(Match match) => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);

    private static double Milliseconds(Match match) =>
        Number(match) * match.Groups[2].Value switch { "us" => 0.001, "ms" => 1, "s" => 1000, _ => 60_000 };

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex RateLine();

    [GeneratedRegex(@"(\d+) requests in ")]
    private static partial Regex CountLine();

    [GeneratedRegex(@"\s50%\s+([\d.]+)(us|ms|s|m)")]
    private static partial Regex MedianLine();

    [GeneratedRegex(@"\s99%\s+([\d.]+)(us|ms|s|m)")]
    private static partial Regex TailLine();

    [GeneratedRegex("(Socket errors|Non-2xx).*")]
    private static partial Regex ErrorLine();
}

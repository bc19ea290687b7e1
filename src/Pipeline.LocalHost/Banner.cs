using Pipeline.LocalHost.Functions;

namespace Pipeline.LocalHost;

/// <summary>Tells what was started.</summary>
internal static class Banner
{
    public static void Print(TextWriter output, IReadOnlyList<HostedFunction> functions, string url, bool hasDemo, bool verbose)
    {
        output.WriteLine();
        if (verbose)
        {
            PrintAll(output, functions, url);
        }
        else
        {
            PrintSummary(output, functions, url);
        }

        if (hasDemo)
        {
            output.WriteLine($"Demo site: {url}/demo/");
        }

        output.WriteLine($"ready: {url} (Ctrl+C stops)");
        output.Flush();
    }

    private static void PrintSummary(TextWriter output, IReadOnlyList<HostedFunction> functions, string url)
    {
        var byType = functions.CountBy(function => function.Trigger.Type).ToDictionary();
        output.WriteLine(
            $"{functions.Count} functions: {byType.GetValueOrDefault("httpTrigger")} answer requests, "
                + $"{byType.GetValueOrDefault("queueTrigger")} work off queues, "
            + $"{byType.GetValueOrDefault("timerTrigger")} run by the clock. --verbose lists them, --help tells the options.");
        output.WriteLine($"Start page: {url}/");
        output.WriteLine($"Your pages: <script async src=\"{url}/s.js\"></script>");
        output.WriteLine($"Leads:     {url}/api/leads");
        output.WriteLine($"Reports:   {url}/api/reports/channels");
        output.WriteLine($"Health:    {url}/api/health");
    }

    private static void PrintAll(TextWriter output, IReadOnlyList<HostedFunction> functions, string url)
    {
        output.WriteLine("Functions:");
        foreach (var function in functions
            .OrderBy(function => function.Trigger.Type, StringComparer.Ordinal)
            .ThenBy(function => function.Name, StringComparer.Ordinal))
        {
            output.WriteLine($"  {function.Name}: {Describe(function.Trigger, url)}");
        }

        output.WriteLine();
    }

    private static string Describe(FunctionTrigger trigger, string url) => trigger switch
    {
        HttpFunctionTrigger http => $"[{(http.Methods.Count == 0 ? "ANY" : string.Join(',', http.Methods))}] {url}{http.Pattern.RawText}",
        QueueFunctionTrigger queue => $"queueTrigger {queue.QueueName}",
        TimerFunctionTrigger timer => $"timerTrigger {timer.Schedule.Text}",
        _ => trigger.Type,
    };
}

using Microsoft.Azure.Functions.Worker.Indexing;

namespace Microsoft.Azure.Functions.Worker.Hosting;

/// <summary>Tells what was started.</summary>
internal static class Banner
{
    public static void Print(TextWriter output, IReadOnlyList<IndexedFunction> functions, string url, bool hasDemo)
    {
        output.WriteLine();
        output.WriteLine("Functions:");
        foreach (var function in functions.OrderBy(function => function.Trigger.Type, StringComparer.Ordinal).ThenBy(function => function.Name, StringComparer.Ordinal))
        {
            output.WriteLine();
            output.WriteLine($"        {function.Name}: {Describe(function.Trigger, url)}");
        }

        output.WriteLine();
        if (hasDemo)
        {
            output.WriteLine($"Demo site: {url}/demo/");
        }

        output.WriteLine($"ready: {url} (Ctrl+C stops)");
        output.Flush();
    }

    private static string Describe(FunctionTrigger trigger, string url) => trigger switch
    {
        HttpFunctionTrigger http => $"[{(http.Methods.Count == 0 ? "ANY" : string.Join(',', http.Methods))}] {url}{http.Pattern.RawText}",
        QueueFunctionTrigger queue => $"queueTrigger {queue.QueueName}",
        TimerFunctionTrigger timer => $"timerTrigger {timer.Schedule.Text}",
        _ => trigger.Type,
    };
}

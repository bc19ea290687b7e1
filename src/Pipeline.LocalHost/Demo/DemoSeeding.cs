using Azure;
using Pipeline.LocalHost.Functions;
using Pipeline.LocalHost.Queues;
using Pipeline.LocalHost.Settings;

namespace Pipeline.LocalHost.Demo;

/// <summary>Loads the demo year into the pipeline that has just started, as any other client would.</summary>
internal sealed class DemoSeeding(
    string url,
    LocalHostSettings settings,
    IReadOnlyList<HostedFunction> functions,
    InvocationTracker running,
    QueueClients clients,
    TextWriter output,
    TimeProvider time)
{
    /// <summary>Loads it.</summary>
    /// <returns>What went wrong; <see langword="null"/> if nothing did or the host stops.</returns>
    public async Task<string?> RunAsync(CancellationToken stopping)
    {
        using var client = new HttpClient { BaseAddress = new Uri(url + "/"), Timeout = TimeSpan.FromMinutes(5) };
        if ((settings.MasterKey ?? settings.FunctionKey) is { } key)
        {
            client.DefaultRequestHeaders.Add("x-functions-key", key);
        }

        try
        {
            await new DemoLoader(client, output, CountAsync, time).LoadAsync(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            output.WriteLine("Stopped. seed-demo goes on with what is missing.");
        }
        catch (Exception error) when (error is DemoDataException or HttpRequestException or RequestFailedException)
        {
            return "The demo year could not be loaded: " + error.Message;
        }

        return null;
    }

    private async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        var waiting = (long)running.Count;
        foreach (var trigger in functions.Select(function => function.Trigger).OfType<QueueFunctionTrigger>())
        {
            var queue = clients.Get(trigger.ConnectionString, trigger.QueueName);
            if (!trigger.QueueName.EndsWith("-poison", StringComparison.Ordinal) && await queue.ExistsAsync(cancellationToken))
            {
                waiting += (await queue.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount;
            }
        }

        return waiting;
    }
}

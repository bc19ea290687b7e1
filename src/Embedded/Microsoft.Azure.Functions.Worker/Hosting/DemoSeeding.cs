using Azure;
using Embedded.DemoData;
using Microsoft.Azure.Functions.Worker.Configuration;
using Microsoft.Azure.Functions.Worker.Indexing;
using Microsoft.Azure.Functions.Worker.Queues;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Azure.Functions.Worker.Hosting;

/// <summary>Loads the demo year into the application that has just started, as any other client would.</summary>
internal sealed class DemoSeeding(string url, RuntimeSettings settings, FunctionRuntime runtime, QueueClients clients, EmbeddedOptions options)
{
    /// <summary>Loads it; a failure is told and ends the application with code 1.</summary>
    public async Task RunAsync(IHostApplicationLifetime lifetime)
    {
        using var client = new HttpClient { BaseAddress = new Uri(url + "/"), Timeout = TimeSpan.FromMinutes(5) };
        if ((settings.MasterKey ?? settings.FunctionKey) is { } key)
        {
            client.DefaultRequestHeaders.Add("x-functions-key", key);
        }

        try
        {
            await new DemoLoader(client, options.Output, CountAsync, options.TimeProvider).LoadAsync(lifetime.ApplicationStopping);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            options.Output.WriteLine("Stopped. seed-demo goes on with what is missing.");
        }
        catch (Exception error) when (error is DemoDataException or HttpRequestException or RequestFailedException)
        {
            options.Error.WriteLine("The demo year could not be loaded: " + error.Message);
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
    }

    private async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        var waiting = (long)runtime.Running.Count;
        foreach (var trigger in runtime.Functions.Select(function => function.Trigger).OfType<QueueFunctionTrigger>())
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

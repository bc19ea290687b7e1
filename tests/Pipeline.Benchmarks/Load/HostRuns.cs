using Azure.Storage.Queues;
using Pipeline.Benchmarks.Servers;
using Pipeline.Records;
using Pipeline.Storage.Shared;

namespace Pipeline.Benchmarks.Load;

/// <summary>Measures hosts that write into the events queue of one storage; each run begins with an empty queue.</summary>
internal sealed class HostRuns
{
    private readonly QueueClient _events;
    private readonly int _seconds;

    private HostRuns(QueueClient events, int seconds) => (_events, _seconds) = (events, seconds);

    public static async Task<HostRuns> CreateAsync(string storage, int seconds, CancellationToken cancellationToken)
    {
        var events = new QueueClient(storage, QueueNames.Events, StorageClients.QueueOptions());
        await events.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        return new HostRuns(events, seconds);
    }

    public async Task<Run> MeasureAsync(string name, HostProcess host, Wrk wrk, int connections, CancellationToken cancellationToken)
    {
        await _events.ClearMessagesAsync(cancellationToken);
        var before = host.Cpu;
        var client = await wrk.RunAsync(host.Url, connections, _seconds, cancellationToken);
        var cpu = host.Cpu - before;
        var run = new Run(client, cpu, (await _events.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount);
        Console.WriteLine(FormattableString.Invariant(
            $"{name,-8} {connections,4} connections {client.RequestsPerSecond,7:0} requests/s, p99 {client.P99Milliseconds,6:0.0} ms, host {run.HostMicroseconds,5:0} µs, worker {run.WorkerMicroseconds,5:0} µs, {run.PutsPerThousand:0.0} puts/1,000 {client.Errors}"));
        return run;
    }
}

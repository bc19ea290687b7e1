using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Pipeline.Benchmarks.Servers;
using Pipeline.Capture;
using Pipeline.Capture.Queueing;
using Pipeline.Events;

namespace Pipeline.Benchmarks.Micro;

/// <summary>One event's share in a group commit: gathered behind a put in flight, and answered with it.</summary>
public class GroupCommitBenchmarks
{
    private const int Events = 80;

    private readonly GatedEventQueue _queue = new();
    private readonly Task<bool>[] _stored = new Task<bool>[Events];
    private readonly CapturedEvent _event = new()
    {
        Id = new string('e', 26),
        Type = EventType.PageView,
        VisitorId = new string('a', 26),
        OccurredAt = DateTimeOffset.UnixEpoch,
        ReceivedAt = DateTimeOffset.UnixEpoch,
        Url = "https://www.moebel-beispiel.de/" + new string('u', 300),
    };

    private IHost? _host;
    private GroupCommit? _commit;
    private EncodedEvents? _encoded;

    [GlobalSetup]
    public void Setup()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddCapture().AddLogging().AddSingleton<IEventQueue>(_queue);
        _host = builder.Build();
        _commit = _host.Services.GetRequiredService<GroupCommit>();
        _encoded = EncodedEvents.Rent();
        _encoded.TryAdd(_event);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _encoded?.Dispose();
        _host?.Dispose();
    }

    [Benchmark(Description = "enqueue one event in a group commit of 80", OperationsPerInvoke = Events)]
    public async Task Enqueue()
    {
        for (var i = 0; i < Events; i++)
        {
            _stored[i] = _commit!.CommitAsync(_encoded!);
        }

        // The first event's put, then the put of all others.
        _queue.Open();
        await _stored[0];
        _queue.Open();
        await Task.WhenAll(_stored);
    }
}

using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Pipeline.Capture.Queueing;

namespace Pipeline.Benchmarks.Servers;

/// <summary>Replaces the events queue of the application that this process is about to build, and leaves everything else as it is.</summary>
internal sealed class QueueReplacement : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    /// <summary>Environment variable: milliseconds that a put into the fake queue takes; absent keeps the real queue.</summary>
    public const string Variable = "PIPELINE_BENCHMARK_PUT_MS";

    private readonly IEventQueue _queue;

    private QueueReplacement(IEventQueue queue) => _queue = queue;

    public static void Install(string? milliseconds)
    {
        if (milliseconds is not null)
        {
            var delay = TimeSpan.FromMilliseconds(int.Parse(milliseconds, CultureInfo.InvariantCulture));
            _ = DiagnosticListener.AllListeners.Subscribe(new QueueReplacement(new FakeEventQueue(delay)));
        }
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.Extensions.Hosting")
        {
            _ = value.Subscribe(this);
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value is { Key: "HostBuilding", Value: IHostBuilder host })
        {
            host.ConfigureServices(services => services.Replace(ServiceDescriptor.Singleton(_queue)));
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }
}

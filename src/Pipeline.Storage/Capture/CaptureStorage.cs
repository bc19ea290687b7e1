using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Pipeline.Capture.Queueing;

namespace Pipeline.Storage.Capture;

/// <summary>Registers the ports of the capture stage on Azure Storage.</summary>
public static class CaptureStorage
{
    /// <summary>Adds the <c>events</c> queue.</summary>
    /// <param name="services">Where to add.</param>
    public static IServiceCollection AddCaptureStorage(this IServiceCollection services)
    {
        services.TryAddSingleton<IEventQueue>(provider =>
            new StorageEventQueue(EventQueueClient.Create(provider.GetRequiredService<IConfiguration>(), QueueNames.Events)));
        return services;
    }
}

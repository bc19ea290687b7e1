using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Pipeline.Records;
using Pipeline.Rejected;

namespace Pipeline.Replay;

/// <summary>Registers what reads queue messages, and keeps and replays rejected events.</summary>
public static class ReplayServices
{
    /// <summary>
    /// Adds the handlers; the ports <see cref="IRejectedStore"/> and <see cref="IWorkQueue"/> are added by the storage project.
    /// </summary>
    /// <param name="services">Where to add.</param>
    public static IServiceCollection AddRejected(this IServiceCollection services)
    {
        services.TryAddSingleton<ConflictRetry>();
        services.TryAddSingleton<QueueIntake>();
        services.TryAddSingleton<PoisonHandler>();
        services.TryAddSingleton<ReplayHandler>();
        return services;
    }
}

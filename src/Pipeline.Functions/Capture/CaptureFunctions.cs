using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Pipeline.Capture;

namespace Pipeline.Functions.Capture;

/// <summary>Registers what the capture functions need besides the stage itself.</summary>
public static class CaptureFunctions
{
    /// <summary>Adds the cookies, the gate for sites, the tracker script and the id generator.</summary>
    /// <param name="services">Where to add.</param>
    public static IServiceCollection AddCaptureFunctions(this IServiceCollection services)
    {
        services.TryAddSingleton<IIdGenerator, RandomIdGenerator>();
        services.TryAddSingleton<VisitorCookie>();
        services.TryAddSingleton<SiteGate>();
        services.TryAddSingleton(_ => TrackerScript.FromResources(typeof(TrackerScript).Assembly));
        return services;
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Pipeline.Capture;
using Pipeline.Capture.Bots;

namespace Pipeline.Functions.Capture;

/// <summary>Registers what the capture functions need besides the stage itself.</summary>
public static class CaptureFunctions
{
    /// <summary>Adds the cookies, the gate for sites, the tracker script, the id generator and the list of crawlers.</summary>
    /// <param name="services">Where to add.</param>
    public static IServiceCollection AddCaptureFunctions(this IServiceCollection services)
    {
        services.TryAddSingleton<IIdGenerator, RandomIdGenerator>();
        services.TryAddSingleton<VisitorCookie>();
        services.TryAddSingleton<SiteGate>();
        services.TryAddSingleton(_ => TrackerScript.FromResources(typeof(TrackerScript).Assembly));
        services.TryAddSingleton(_ => Crawlers());
        return services;
    }

    private static CrawlerList Crawlers()
    {
        const string Name = "crawler-user-agents.json";
        using var resource = typeof(CaptureFunctions).Assembly.GetManifestResourceStream(Name)
            ?? throw new InvalidOperationException($"The build embeds no {Name}.");
        using var bytes = new MemoryStream();
        resource.CopyTo(bytes);
        return CrawlerList.Parse(bytes.ToArray());
    }
}

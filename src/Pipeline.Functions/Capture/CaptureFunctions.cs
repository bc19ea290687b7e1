using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Pipeline.Capture.Bots;
using Pipeline.Events;

namespace Pipeline.Functions.Capture;

/// <summary>Registers what the capture functions need besides the stage itself.</summary>
public static class CaptureFunctions
{
    /// <summary>
    /// Adds the cookies, the gate for sites, both files of the tracker script, the id generator, and the lists of crawlers and of
    /// throw-away domains.
    /// </summary>
    /// <param name="services">Where to add.</param>
    public static IServiceCollection AddCaptureFunctions(this IServiceCollection services)
    {
        services.TryAddSingleton<IIdGenerator, RandomIdGenerator>();
        services.TryAddSingleton<VisitorCookie>();
        services.TryAddSingleton<OwnBrowsers>();
        services.TryAddSingleton<SiteGate>();
        services.TryAddSingleton(_ => TrackerScript.FromResources(typeof(TrackerScript).Assembly));
        services.TryAddSingleton(_ => new FormScript(TrackerScript.FromResources(typeof(TrackerScript).Assembly, FormScript.ResourceName)));
        services.TryAddSingleton(_ => CrawlerList.Parse(Resource("crawler-user-agents.json")));
        services.TryAddSingleton(_ => DisposableDomains.Parse(
            Resource("disposable-email-domains.json"), Resource("disposable-email-domains-wildcard.json")));
        return services;
    }

    private static byte[] Resource(string name)
    {
        using var resource = typeof(CaptureFunctions).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The build embeds no {name}.");
        using var bytes = new MemoryStream();
        resource.CopyTo(bytes);
        return bytes.ToArray();
    }
}

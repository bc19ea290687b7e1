using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Pipeline.Settings;

namespace Pipeline.Capture.Links;

/// <summary>Registers tracked links.</summary>
public static class LinkServices
{
    /// <summary>Adds the links of the settings, and what follows them.</summary>
    /// <param name="services">Where to add.</param>
    public static IServiceCollection AddLinks(this IServiceCollection services)
    {
        services.AddSettings<LinkOptions>(LinkOptions.Section);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LinkOptions>, LinkOptionsValidator>());
        services.TryAddSingleton<LinkBook>();
        services.TryAddSingleton<LinkFinder>();
        services.TryAddSingleton<LinkHandler>();
        return services;
    }
}

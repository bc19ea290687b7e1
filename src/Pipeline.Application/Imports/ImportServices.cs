using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Pipeline.Settings;

namespace Pipeline.Imports;

/// <summary>Registers what every kind of upload shares.</summary>
public static class ImportServices
{
    /// <summary>Adds the handler and the settings of section <c>Pipeline:Imports</c>.</summary>
    /// <param name="services">Where to add.</param>
    public static IServiceCollection AddImports(this IServiceCollection services)
    {
        services.AddSettings<ImportOptions>(ImportOptions.Section);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ImportOptions>, ImportOptionsValidator>());
        services.TryAddSingleton<ImportHandler>();
        return services;
    }
}

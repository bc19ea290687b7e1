using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Pipeline.Imports;

/// <summary>Registers what every kind of upload shares.</summary>
public static class ImportServices
{
    /// <summary>Adds the handler and the settings of section <c>Pipeline:Imports</c>, validated at start.</summary>
    /// <param name="services">Where to add.</param>
    public static IServiceCollection AddImports(this IServiceCollection services)
    {
        services.AddOptions<ImportOptions>().BindConfiguration(ImportOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ImportOptions>, ImportOptionsValidator>());
        services.TryAddSingleton<ImportHandler>();
        return services;
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Pipeline.Storage.Shared;

namespace Pipeline.Testing;

/// <summary>Puts <see cref="GuardedTables"/> in front of the tables of an account.</summary>
public static class TableGuard
{
    /// <summary>Guards the tables that were added before.</summary>
    public static IServiceCollection AddTableGuard(this IServiceCollection services)
    {
        var inner = services.Single(service => service.ServiceType == typeof(ITables)).ImplementationType!;
        return services.Replace(ServiceDescriptor.Singleton<ITables>(
            provider => new GuardedTables((ITables)ActivatorUtilities.CreateInstance(provider, inner))));
    }
}

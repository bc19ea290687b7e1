using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker.Invocation;

/// <summary>Knows which services are one object for the whole application.</summary>
/// <param name="services">Everything that is registered.</param>
internal sealed class Singletons(IServiceCollection services)
{
    public bool Contains(Type type) => Find(type) is { Lifetime: ServiceLifetime.Singleton };

    // Of several registrations the last one counts, and one of the exact type before one of the open generic type.
    private ServiceDescriptor? Find(Type type) =>
        Last(type) ?? (type.IsConstructedGenericType ? Last(type.GetGenericTypeDefinition()) : null);

    private ServiceDescriptor? Last(Type type) => services.LastOrDefault(service => !service.IsKeyedService && service.ServiceType == type);
}

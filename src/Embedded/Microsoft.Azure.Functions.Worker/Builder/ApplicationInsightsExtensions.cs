using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>
/// Registrations of the Application Insights packages, so that a <c>Program.cs</c> that makes them compiles here too. They add nothing:
/// the embedded runtime logs to the console.
/// </summary>
public static class ApplicationInsightsExtensions
{
    /// <summary>Does nothing here.</summary>
    /// <param name="services">Services.</param>
    public static IServiceCollection AddApplicationInsightsTelemetryWorkerService(this IServiceCollection services) => services;

    /// <summary>Does nothing here.</summary>
    /// <param name="services">Services.</param>
    public static IServiceCollection ConfigureFunctionsApplicationInsights(this IServiceCollection services) => services;
}

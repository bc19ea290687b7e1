using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Pipeline.Settings;

namespace Pipeline.Functions.Settings;

/// <summary>
/// Decides by the settings whether the application starts. Its developer is told everything at once. Anywhere else a worker that does not
/// start takes capture down with it, for good, so there only what capture itself needs keeps it from starting.
/// </summary>
public static class StartCheck
{
    private const string Environment = "AZURE_FUNCTIONS_ENVIRONMENT";

    /// <summary>Looks at the settings and, when the application must not start, writes down why.</summary>
    /// <param name="services">Services of the application.</param>
    /// <param name="error">Where to write.</param>
    /// <returns>True when it may start.</returns>
    public static bool Passes(IServiceProvider services, TextWriter error)
    {
        var problems = services.GetRequiredService<SettingsCheck>().Problems;
        var stops = IsDevelopment(services) ? problems.Count > 0 : problems.Any(problem => problem.StopsStart);
        if (stops)
        {
            error.WriteLine("The application cannot start, settings are not valid:");
            foreach (var problem in problems)
            {
                error.WriteLine("  - " + problem.Text);
            }
        }

        return !stops;
    }

    private static bool IsDevelopment(IServiceProvider services)
    {
        var name = services.GetRequiredService<IConfiguration>()[Environment]
            ?? services.GetRequiredService<IHostEnvironment>().EnvironmentName;
        return name.Equals(Environments.Development, StringComparison.OrdinalIgnoreCase);
    }
}

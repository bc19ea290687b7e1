using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Pipeline.LocalHost.Settings;

namespace Pipeline.LocalHost;

/// <summary>The log of host and worker: one line each on the console, levels by host.json.</summary>
internal static class HostLog
{
    /// <summary>Makes it; its disposal writes what still waits to be written.</summary>
    public static ILoggerFactory Create(HostJson hostJson, IConfiguration configuration, ILoggerProvider? provider) =>
        LoggerFactory.Create(logging =>
        {
            logging.SetMinimumLevel(LogLevel.Information);
            logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("System", LogLevel.Warning).AddFilter("Azure", LogLevel.Warning);

            // Calls that a browser gives up are no news, and requests that fail are told with their function.
            logging.AddFilter("Yarp", LogLevel.Error).AddFilter("Grpc", LogLevel.Error);

            // They write nothing at these levels, but would open a scope and an activity for every request.
            logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
            foreach (var (category, level) in hostJson.LogLevels)
            {
                if (category.Equals("default", StringComparison.OrdinalIgnoreCase))
                {
                    logging.SetMinimumLevel(level);
                }
                else
                {
                    logging.AddFilter(category, level);
                }
            }

            logging.AddConfiguration(configuration.GetSection("Logging"));
            if (provider is not null)
            {
                logging.AddProvider(provider);
                return;
            }

            logging.AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "HH:mm:ss ";
                console.ColorBehavior = LoggerColorBehavior.Default;
            });
        });
}

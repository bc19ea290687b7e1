using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Pipeline.Functions.Health;

/// <summary>Registers traces, metrics and logs.</summary>
internal static class TelemetryServices
{
    private const string ConnectionSetting = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    private const string AuthenticationSetting = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";
    private const string ClientIdKey = "ClientId=";
    private const string Requests = "Microsoft.AspNetCore.Hosting.Diagnostics";

    /// <summary>Adds OpenTelemetry; it is sent to Application Insights where a connection string is set, else nowhere.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var telemetry = services.AddOpenTelemetry().UseFunctionsWorkerDefaults();

        // The web server says each request's whole address, with what stands in the query.
        services.Configure<LoggerFilterOptions>(filters => filters.AddFilter(Requests, LogLevel.Warning));
        telemetry.WithTracing(tracing => tracing.AddProcessor(new QueryRedaction()));

        // The exporter throws at the start when it has no connection string.
        if (configuration[ConnectionSetting] is { Length: > 0 } connection)
        {
            telemetry.UseAzureMonitorExporter(exporter =>
            {
                exporter.ConnectionString = connection;
                exporter.Credential = CredentialOf(configuration[AuthenticationSetting]);
            });
        }

        return services;
    }

    // The host and the old SDK read this setting themselves; the exporter wants a credential.
    private static ManagedIdentityCredential? CredentialOf(string? authentication) =>
        authentication?.Split(';', StringSplitOptions.TrimEntries).FirstOrDefault(part => part.StartsWith(
            ClientIdKey, StringComparison.OrdinalIgnoreCase)) is { } part
            ? new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(part[ClientIdKey.Length..]))
            : null;
}

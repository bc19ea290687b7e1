using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Pipeline.Settings;

/// <summary>Says once, when the application starts, what is wrong with its settings.</summary>
/// <param name="check">Knows it.</param>
/// <param name="logger">Told.</param>
internal sealed partial class SettingsAlarm(SettingsCheck check, ILogger<SettingsAlarm> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (check.Problems.Count > 0)
        {
            Log.Faulty(
                logger, check.Problems.Count, string.Join(Environment.NewLine, check.Problems.Select(problem => "  - " + problem.Text)));
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(
            9010,
            LogLevel.Critical,
            "{Count} settings are not valid. Capture goes on; what needs them answers 503 until they are corrected:\n{Problems}")]
        public static partial void Faulty(ILogger logger, int count, string problems);
    }
}

using Microsoft.Extensions.Logging;
using Pipeline.Settings;

namespace Pipeline.Health;

/// <summary>Asks storage, on each request anew, whether the pipeline can work, and tells which settings keep it from that.</summary>
/// <param name="probe">Asks storage.</param>
/// <param name="settings">Knows what is wrong with the settings.</param>
/// <param name="warnings">Tells what the settings say in vain.</param>
/// <param name="timeProvider">Ends a question that nobody answers.</param>
/// <param name="logger">Log of what did not answer.</param>
public sealed class HealthHandler(
    IStorageProbe probe, SettingsCheck settings, SettingsWarnings warnings, TimeProvider timeProvider, ILogger<HealthHandler> logger)
{
    /// <summary>Longest wait for an answer of storage: 5 s.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Asks tables and queues at the same time.</summary>
    public async Task<HealthState> CheckAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<string> found = [];
        var answers = await Task.WhenAll(
            AskAsync("Tables", probe.ReadTableAsync, cancellationToken),
            AskAsync("Queues", probe.ReadQueueAsync, cancellationToken),
            AskAsync("Settings", async token => found = await warnings.ListAsync(token), cancellationToken));
        var isOk = answers[0] && answers[1] && settings.Problems.Count == 0;
        return new HealthState(isOk ? "ok" : "failing", Word(answers[0]), Word(answers[1]))
        {
            Settings = settings.Problems.Count == 0 ? [] : [.. settings.Problems.Select(problem => problem.Text)],
            Warnings = answers[2] && found.Count > 0 ? found : [],
        };
    }

    private async Task<bool> AskAsync(string name, Func<CancellationToken, Task> ask, CancellationToken cancellationToken)
    {
        try
        {
            await ask(cancellationToken).WaitAsync(Patience, timeProvider, cancellationToken);
            return true;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogError(error, "{Service} do not answer.", name);
            return false;
        }
    }

    private static string Word(bool answers) => answers ? "ok" : "no answer";
}

using Microsoft.Extensions.Logging;
using Pipeline.Settings;

namespace Pipeline.Health;

/// <summary>Asks storage, on each request anew, whether the pipeline can work, and tells which settings keep it from that.</summary>
/// <param name="probe">Asks storage.</param>
/// <param name="settings">Knows what is wrong with the settings.</param>
/// <param name="timeProvider">Ends a question that nobody answers.</param>
/// <param name="logger">Log of what did not answer.</param>
public sealed class HealthHandler(IStorageProbe probe, SettingsCheck settings, TimeProvider timeProvider, ILogger<HealthHandler> logger)
{
    /// <summary>Longest wait for an answer of storage: 5 s.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Asks tables and queues at the same time.</summary>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<HealthState> CheckAsync(CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(
            AskAsync("Tables", probe.ReadTableAsync, cancellationToken), AskAsync("Queues", probe.ReadQueueAsync, cancellationToken));
        var isOk = answers.All(answer => answer) && settings.Problems.Count == 0;
        return new HealthState(isOk ? "ok" : "failing", Word(answers[0]), Word(answers[1]))
        {
            Settings = settings.Problems.Count == 0 ? [] : [.. settings.Problems.Select(problem => problem.Text)],
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

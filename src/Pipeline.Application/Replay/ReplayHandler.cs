using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Pipeline.Capture;
using Pipeline.Capture.Queueing;
using Pipeline.Events;
using Pipeline.Events.Messages;
using Pipeline.Imports;
using Pipeline.Problems;
using Pipeline.Records;
using Pipeline.Rejected;

namespace Pipeline.Replay;

/// <summary>
/// Replays rejected input through the rules of the route that received it, with the visitor and the moment of that time; queue messages go
/// back to their queue, rows of uploads to their import. All or nothing: while one fault is left, nothing is sent. Safe to repeat, because
/// a replay of the same input makes the same event ids.
/// </summary>
public sealed class ReplayHandler
{
    private const int MaxEventIds = 100;

    private readonly IRejectedStore _rejected;
    private readonly GroupCommit _commit;
    private readonly IWorkQueue _queue;
    private readonly ConflictRetry _retry;
    private readonly TimeProvider _time;
    private readonly UploadRoutes _uploads;
    private readonly ReplayIntake _intake;
    private readonly CaptureMode _mode;

    /// <summary>Makes the handler.</summary>
    /// <param name="rejected">Where rejected events are kept.</param>
    /// <param name="commit">Stores events.</param>
    /// <param name="queue">Takes messages back.</param>
    /// <param name="uploads">Takes rows of uploads again.</param>
    /// <param name="retry">Repeats a mark that met another write.</param>
    /// <param name="time">Clock of replayed-at.</param>
    /// <param name="options">Limits of the intake.</param>
    public ReplayHandler(
        IRejectedStore rejected,
        GroupCommit commit,
        IWorkQueue queue,
        UploadRoutes uploads,
        ConflictRetry retry,
        TimeProvider time,
        IOptions<CaptureOptions> options)
    {
        (_rejected, _commit, _queue, _uploads, _retry, _time) = (rejected, commit, queue, uploads, retry, time);
        _intake = new ReplayIntake(options);
        _mode = options.Value.Mode;
    }

    /// <summary>Replays one rejected event.</summary>
    /// <param name="repaired">The payload to use instead of the kept one; null or empty uses the kept one.</param>
    public async Task<ReplayOutcome> HandleAsync(RejectedId id, string? repaired, CancellationToken cancellationToken)
    {
        if ((await _rejected.GetAsync(id, cancellationToken)).Value is not { } kept)
        {
            return new ReplayOutcome { Status = ReplayStatus.NotFound };
        }

        if (kept.ReplayedAt is not null)
        {
            return new ReplayOutcome { Status = ReplayStatus.AlreadyReplayed, ReplayedAt = kept.ReplayedAt, EventIds = kept.EventIds };
        }

        var problems = new List<Problem>();
        var isRepaired = !string.IsNullOrEmpty(repaired);
        if (kept.Rejected.Truncated && !isRepaired)
        {
            problems.Add(new Problem(
                Problem.TooLarge, "", "Only the beginning of it is kept; send the whole, repaired payload as the body."));
            return new ReplayOutcome { Status = ReplayStatus.StillRejected, Problems = problems };
        }

        var payload = isRepaired ? repaired! : kept.Rejected.Payload;
        var eventIds = QueueOf(kept.Rejected.Endpoint) is { } queue
            ? await SendBackAsync(queue, payload, problems, cancellationToken)
            : _uploads.Has(kept.Rejected.Endpoint) ? await UploadAsync(kept.Rejected, payload, problems, cancellationToken)
            : await CommitAsync(kept.Rejected, payload, problems);
        if (problems.Count > 0)
        {
            return new ReplayOutcome { Status = ReplayStatus.StillRejected, Problems = problems };
        }

        return eventIds is null
            ? new ReplayOutcome { Status = ReplayStatus.Unavailable }
            : await MarkAsync(id, [.. eventIds.Take(MaxEventIds)], cancellationToken);
    }

    private static string? QueueOf(string endpoint) =>
        endpoint.StartsWith(PoisonHandler.Endpoint, StringComparison.Ordinal) ? endpoint[PoisonHandler.Endpoint.Length..]
        : endpoint.StartsWith(QueueRejection.Endpoint, StringComparison.Ordinal) ? endpoint[QueueRejection.Endpoint.Length..]
        : null;

    private async Task<IReadOnlyList<string>?> CommitAsync(RejectedEvent rejected, string payload, List<Problem> problems)
    {
        var events = _intake.Read(rejected, payload, problems);
        Task<bool> stored;
        using (var encoded = EncodedEvents.Rent())
        {
            foreach (var captured in events)
            {
                if (!encoded.TryAdd(Measurement.Apply(captured, _mode)))
                {
                    problems.Add(new Problem(Problem.TooLarge, "", "The event is too long to be stored; send less with it."));
                }
            }

            stored = problems.Count == 0 ? _commit.CommitAsync(encoded) : Task.FromResult(false);
        }

        return await stored ? [.. events.Select(captured => captured.Id)] : null;
    }

    private async Task<IReadOnlyList<string>?> UploadAsync(
        RejectedEvent rejected, string payload, List<Problem> problems, CancellationToken cancellationToken)
    {
        problems.AddRange(await _uploads.ReplayAsync(rejected, payload, cancellationToken));
        return [];
    }

    private async Task<IReadOnlyList<string>?> SendBackAsync(
        string queue, string payload, List<Problem> problems, CancellationToken cancellationToken)
    {
        if (Encoding.UTF8.GetByteCount(payload) > EventMessage.MaxBytes)
        {
            problems.Add(new Problem(Problem.TooLarge, "", $"A queue message must have at most {EventMessage.MaxBytes} bytes."));
        }
        else if (ProblemOf(queue, payload) is { } problem)
        {
            problems.Add(new Problem(Problem.Malformed, "", $"The message cannot be read: {problem}"));
        }
        else
        {
            await _queue.SendAsync(queue, payload, cancellationToken);
        }

        return [];
    }

    private static string? ProblemOf(string queue, string payload)
    {
        if (queue == QueueNames.Events)
        {
            return EventMessageJson.TryParse(Encoding.UTF8.GetBytes(payload), out _, out var problem) ? null : problem;
        }

        try
        {
            using var document = JsonDocument.Parse(payload);
            return null;
        }
        catch (JsonException fault)
        {
            return fault.Message;
        }
    }

    private async Task<ReplayOutcome> MarkAsync(RejectedId id, IReadOnlyList<string> eventIds, CancellationToken cancellationToken)
    {
        var at = EventTimes.ToMilliseconds(_time.GetUtcNow());
        return await _retry.RunAsync(
            async token =>
            {
                var stored = await _rejected.GetAsync(id, token);
                if (stored.Value is { } kept)
                {
                    await _rejected.SaveAsync(kept with { ReplayedAt = at, EventIds = eventIds }, stored.ETag!, token);
                }

                return new ReplayOutcome { Status = ReplayStatus.Accepted, ReplayedAt = at, EventIds = eventIds };
            },
            cancellationToken);
    }
}

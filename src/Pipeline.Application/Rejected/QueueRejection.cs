using Pipeline.Events;
using Pipeline.Problems;

namespace Pipeline.Rejected;

/// <summary>A queue message that cannot be read is kept as a rejected event, not tried until it is poison.</summary>
public static class QueueRejection
{
    /// <summary>Beginning of the endpoint of such messages; the name of the queue follows.</summary>
    public const string Endpoint = "queue:";

    /// <summary>Makes the record of an unreadable message.</summary>
    /// <param name="queue">Name of the queue.</param>
    /// <param name="payload">The message, decoded as far as it could be.</param>
    /// <param name="problem">Why it cannot be read.</param>
    /// <param name="timeProvider">Tells when it was received.</param>
    public static RejectedEvent Of(string queue, ReadOnlySpan<byte> payload, string problem, TimeProvider timeProvider) =>
        RejectedEvent.Create(
            Endpoint + queue,
            [new Problem(Problem.Malformed, string.Empty, problem)],
            payload,
            timeProvider.GetUtcNow(),
            RejectedEvent.MaxMessageBytes);
}

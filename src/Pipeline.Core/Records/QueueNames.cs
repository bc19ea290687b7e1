namespace Pipeline.Records;

/// <summary>Names of the storage queues between the stages.</summary>
public static class QueueNames
{
    /// <summary>Capture to identity: batches of captured and rejected events.</summary>
    public const string Events = "events";

    /// <summary>Identity and imports to scoring: lead ids to refresh.</summary>
    public const string Scores = "scores";

    /// <summary>Scoring to the webhook sender: one hand-off each.</summary>
    public const string Handoffs = "handoffs";

    /// <summary>Timers and imports to the roll-up worker: one local day or month each.</summary>
    public const string Rollups = "rollups";

    /// <summary>What the queue that takes messages after their last try adds to the name of theirs.</summary>
    public const string PoisonSuffix = "-poison";
}

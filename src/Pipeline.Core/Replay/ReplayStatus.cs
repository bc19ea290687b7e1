namespace Pipeline.Replay;

/// <summary>What became of a replay.</summary>
public enum ReplayStatus
{
    /// <summary>It was accepted and is in its queue.</summary>
    Accepted = 0,

    /// <summary>It was accepted before; nothing was done.</summary>
    AlreadyReplayed = 1,

    /// <summary>It is still faulty.</summary>
    StillRejected = 2,

    /// <summary>There is no such rejected event.</summary>
    NotFound = 3,

    /// <summary>Nothing could be stored just now; the same replay may be asked for again.</summary>
    Unavailable = 4,
}

namespace Pipeline.Capture.Queueing;

// The lists of a message. All but the events are seldom, so they take memory only when they are there.
internal enum ItemKind
{
    Event = 0,
    Rejected = 1,
    Consent = 2,
    AnonymousView = 3,
    RejectedTally = 4,
}

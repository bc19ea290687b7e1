namespace Pipeline.Functions.Capture;

/// <summary>How much was rejected for one reason.</summary>
/// <param name="Reason">Code of the reason.</param>
/// <param name="Words">The reason in plain words, and what to do.</param>
/// <param name="Kept">Rejected events that are kept.</param>
/// <param name="CountedOnly">Further ones, which are only counted.</param>
internal sealed record RejectedTotal(string Reason, string Words, int Kept, long CountedOnly);

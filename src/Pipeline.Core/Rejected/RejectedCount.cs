namespace Pipeline.Rejected;

/// <summary>How much was rejected on a UTC day for one reason.</summary>
/// <param name="Reason">Code of the reason.</param>
/// <param name="Kept">Different inputs that are kept; at most <see cref="MaxKept"/>.</param>
/// <param name="CountedOnly">Further ones, of which only the number is known.</param>
public sealed record RejectedCount(string Reason, int Kept, long CountedOnly)
{
    /// <summary>Most inputs kept for one day and reason: 1,000.</summary>
    public const int MaxKept = 1_000;
}

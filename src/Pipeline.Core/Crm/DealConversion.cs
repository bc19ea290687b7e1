using Pipeline.Attribution;

namespace Pipeline.Crm;

/// <summary>A conversion of a deal.</summary>
/// <param name="Conversion">The conversion; a refund's amount is negative.</param>
/// <param name="RefundOf">For a refund, the sale that it takes back; without one, the refund itself with amount 0. Null otherwise.</param>
/// <param name="RefundedEarlier">For a refund, the sum of the deal's earlier refunds; at most 0.</param>
/// <param name="LearnedAt">When what is credited, the sale for a refund, was first said.</param>
public sealed record DealConversion(Conversion Conversion, Conversion? RefundOf, long RefundedEarlier, DateTimeOffset LearnedAt);

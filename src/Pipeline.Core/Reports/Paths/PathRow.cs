namespace Pipeline.Reports.Paths;

/// <summary>Journeys over the same channels.</summary>
/// <param name="Path">Channels in order, joined by <c> &gt; </c>; the same one twice in a row counts once.</param>
/// <param name="Conversions">Journeys that converted.</param>
/// <param name="NonConversions">Journeys that did not.</param>
/// <param name="Rate">Conversions divided by all of them.</param>
/// <param name="Amount">Amount of the conversions less refunds.</param>
/// <param name="MedianDays">Median days from the first touch that counts to the conversion; null without any.</param>
public sealed record PathRow(string Path, long Conversions, long NonConversions, decimal? Rate, decimal Amount, decimal? MedianDays);

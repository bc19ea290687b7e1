namespace Pipeline.Events;

/// <summary>Corrects the client's clock by the server's.</summary>
public static class EventTimes
{
    /// <summary>Mark of an event whose corrected time lay more than <see cref="FutureTolerance"/> after its receipt.</summary>
    public const string InFuture = "time_in_future";

    /// <summary>Mark of an event whose corrected time lay more than <see cref="MaxAge"/> before its receipt.</summary>
    public const string TooOld = "time_too_old";

    /// <summary>Mark of a form fill or identify of a browser that came later than <see cref="MaxClaimAge"/>.</summary>
    public const string DatedAtReceipt = "time_of_receipt";

    /// <summary>
    /// Oldest age at which a form fill or identify of a browser keeps its own time: 30 minutes, inclusive. Anybody can type an address;
    /// what makes a lead, or ends one's interval, must not be datable before what is known.
    /// </summary>
    public static readonly TimeSpan MaxClaimAge = TimeSpan.FromMinutes(30);

    /// <summary>Oldest age of an event from a browser: 7 days, inclusive.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromDays(7);

    /// <summary>How far in the future a time may lie without a mark: 5 minutes, inclusive.</summary>
    public static readonly TimeSpan FutureTolerance = TimeSpan.FromMinutes(5);

    /// <summary>When an event happened: received − (sent − created), kept within received − 7 days and received.</summary>
    /// <param name="created">The client's clock when it happened; null means when it was sent.</param>
    /// <param name="sent">The client's clock when it sent the batch; null means that its clock is right.</param>
    /// <param name="received">Our clock, with millisecond precision.</param>
    /// <param name="clampPast">False for servers, whose history may be of any age.</param>
    /// <param name="mark">What was changed; null when nothing that needs a mark.</param>
    /// <returns>UTC, millisecond precision, never after <paramref name="received"/>.</returns>
    public static DateTimeOffset Occurred(
        DateTimeOffset? created, DateTimeOffset? sent, DateTimeOffset received, bool clampPast, out string? mark)
    {
        mark = null;
        if (created is null)
        {
            return received;
        }

        var at = received.ToUnixTimeMilliseconds();
        var age = (sent is null ? at : sent.Value.ToUnixTimeMilliseconds()) - created.Value.ToUnixTimeMilliseconds();
        if (age < 0)
        {
            mark = age < -(long)FutureTolerance.TotalMilliseconds ? InFuture : null;
            return received;
        }

        if (clampPast && age > (long)MaxAge.TotalMilliseconds)
        {
            mark = TooOld;
            return received - MaxAge;
        }

        return DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(0, at - age));
    }

    /// <summary>
    /// When a form fill or identify of a browser happened: as <see cref="Occurred"/> says where that is at most <see cref="MaxClaimAge"/>
    /// before its receipt; else it counts from its receipt.
    /// </summary>
    /// <param name="created">The client's clock when it happened; null means when it was sent.</param>
    /// <param name="sent">The client's clock when it sent the batch; null means that its clock is right.</param>
    /// <param name="received">Our clock, with millisecond precision.</param>
    /// <param name="mark">What was changed; null when nothing that needs a mark.</param>
    /// <returns>UTC, millisecond precision, never after <paramref name="received"/>.</returns>
    public static DateTimeOffset Claimed(DateTimeOffset? created, DateTimeOffset? sent, DateTimeOffset received, out string? mark)
    {
        var occurred = Occurred(created, sent, received, clampPast: true, out mark);
        if (received - occurred <= MaxClaimAge)
        {
            return occurred;
        }

        mark = DatedAtReceipt;
        return received;
    }

    /// <summary>Cuts a moment to UTC milliseconds.</summary>
    /// <param name="moment">Any moment.</param>
    public static DateTimeOffset ToMilliseconds(DateTimeOffset moment) =>
        DateTimeOffset.FromUnixTimeMilliseconds(moment.ToUnixTimeMilliseconds());
}

using Pipeline.Events;

namespace Pipeline.Attribution;

/// <summary>What one touch (or no touch) gets of one conversion.</summary>
/// <param name="Conversion">Conversion or refund that is split.</param>
/// <param name="Touch">Touch that is credited; null when no touch could take the credit.</param>
/// <param name="MicroConversions">Millionths of a conversion; all credits of a conversion sum to 1,000,000, those of a refund are
/// 0.</param>
/// <param name="Amount">Minor units; all credits of a conversion sum to its amount.</param>
public readonly record struct Credit(Conversion Conversion, Touch? Touch, long MicroConversions, long Amount)
{
    /// <summary>Source of the touch; <see cref="UnknownSource.Value"/> when there is none.</summary>
    public VisitSource Source => Touch?.Source ?? UnknownSource.Value;

    /// <summary>Page on which the touch began; null when there is none.</summary>
    public string? LandingPage => Touch?.LandingPage;
}

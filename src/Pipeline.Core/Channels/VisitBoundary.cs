using Pipeline.Events;

namespace Pipeline.Channels;

/// <summary>When campaign parameters cut a visit.</summary>
public static class VisitBoundary
{
    /// <summary>True when the event carries campaign parameters or a click id.</summary>
    /// <param name="campaign">Campaign parameters and click id; null when there are none.</param>
    /// <returns>False for null and for empty ones.</returns>
    public static bool CarriesCampaign(CampaignParameters? campaign) =>
        campaign is not null && (campaign.HasCampaign || campaign.ClickIdKind is not null);

    /// <summary>True when two decisions differ in source, medium, campaign or kind of click id; ordinal, any case.</summary>
    /// <param name="left">A decision.</param>
    /// <param name="right">Another.</param>
    /// <returns>False when all four are the same; channel, term, content and rule do not count.</returns>
    public static bool Differs(VisitSource left, VisitSource right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return !IsSameCampaign(left, right) || !IsSame(left.ClickIdKind, right.ClickIdKind);
    }

    /// <summary>True when two decisions agree in source, medium and campaign; ordinal, any case.</summary>
    /// <param name="left">A decision.</param>
    /// <param name="right">Another.</param>
    public static bool IsSameCampaign(VisitSource left, VisitSource right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return IsSame(left.Source, right.Source) && IsSame(left.Medium, right.Medium) && IsSame(left.Campaign, right.Campaign);
    }

    private static bool IsSame(string? left, string? right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}

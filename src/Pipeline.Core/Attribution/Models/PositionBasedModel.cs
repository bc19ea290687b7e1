namespace Pipeline.Attribution.Models;

/// <summary>
/// Fixed shares to the first and the last touch, the rest evenly to those between; one touch gets all, two share first : last.
/// </summary>
public sealed class PositionBasedModel : IAttributionModel
{
    /// <inheritdoc/>
    public string Name => AttributionModels.Position;

    /// <inheritdoc/>
    public void Weigh(EligibleTouches journey, Span<long> weights)
    {
        var shares = journey.Parameters.Position;
        var first = MilestoneShares.Thousandths(shares.First);
        var last = MilestoneShares.Thousandths(shares.Last);
        var between = weights.Length - 2;
        if (between <= 0)
        {
            weights[0] = first;
            weights[^1] = last;
            if (between < 0 || first + last == 0)
            {
                weights.Fill(1);
            }

            return;
        }

        weights.Fill(MilestoneShares.Thousandths(shares.Middle));
        weights[0] = first * between;
        weights[^1] = last * between;
    }
}

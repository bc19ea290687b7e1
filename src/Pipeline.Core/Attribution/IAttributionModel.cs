namespace Pipeline.Attribution;

/// <summary>Rule that splits one conversion's credit over the touches of its journey.</summary>
public interface IAttributionModel
{
    /// <summary>Short name, as in <c>model=</c> of a report.</summary>
    string Name { get; }

    /// <summary>
    /// Weighs each touch; its share is its weight divided by the sum of all. Whole numbers, so that equal shares stay equal.
    /// </summary>
    /// <param name="journey">Touches that count, at least one.</param>
    /// <param name="weights">One per touch, all 0 at the start; left 0 in all places when the model credits none of them.</param>
    void Weigh(EligibleTouches journey, Span<long> weights);
}

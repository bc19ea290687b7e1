namespace Pipeline.Attribution;

internal sealed class JourneyAttributor
{
    private readonly IAttributionModel _model;
    private readonly AttributionParameters _parameters;
    private readonly TimeZoneInfo _zone;
    private Touch[] _touches = new Touch[16];
    private long[] _numbers = new long[16 * 4];

    public JourneyAttributor(IAttributionModel model, AttributionParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.Validate();
        _model = model;
        _parameters = parameters;
        _zone = TimeZoneInfo.FindSystemTimeZoneById(parameters.TimeZoneId);
    }

    public void Attribute(Journey journey, List<Credit> credits)
    {
        var capacity = journey.Touches.Count;
        if (capacity > _touches.Length)
        {
            _touches = new Touch[Math.Max(capacity, _touches.Length * 2)];
            _numbers = new long[_touches.Length * 4];
        }

        var at = journey.Credited.At;
        var count = Eligibility.Fill(journey.Touches, at, _parameters, _touches);
        var weights = _numbers.AsSpan(0, count);
        weights.Clear();
        if (count > 0)
        {
            _model.Weigh(new EligibleTouches(_touches.AsSpan(0, count), at, journey.Milestones, _parameters, _zone), weights);
        }

        var micro = journey.RefundOf is null ? AttributionEngine.MicroPerConversion : 0;
        if (!weights.ContainsAnyExcept(0L))
        {
            credits.Add(new Credit(journey.Conversion, null, micro, journey.Conversion.Amount));
            return;
        }

        var micros = _numbers.AsSpan(_touches.Length, count);
        var amounts = _numbers.AsSpan(_touches.Length * 2, count);
        CreditSplit.Split(micro, weights, micros);
        SplitAmount(journey, weights, amounts);
        for (var i = 0; i < count; i++)
        {
            if (weights[i] > 0)
            {
                credits.Add(new Credit(journey.Conversion, _touches[i], micros[i], amounts[i]));
            }
        }
    }

    private void SplitAmount(Journey journey, ReadOnlySpan<long> weights, Span<long> amounts)
    {
        if (journey.RefundOf is not { } original)
        {
            CreditSplit.Split(journey.Conversion.Amount, weights, amounts);
        }
        else if (original.Amount <= 0)
        {
            CreditSplit.Refund(journey.Conversion.Amount, journey.RefundedEarlier, weights, amounts);
        }
        else
        {
            var given = _numbers.AsSpan(_touches.Length * 3, weights.Length);
            CreditSplit.Split(original.Amount, weights, given);
            CreditSplit.Refund(journey.Conversion.Amount, journey.RefundedEarlier, given, amounts);
        }
    }
}

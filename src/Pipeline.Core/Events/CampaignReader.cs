using Pipeline.Text;

namespace Pipeline.Events;

/// <summary>Gathers campaign parameters and the click id while a query is read. The first value that is not empty wins.</summary>
internal struct CampaignReader
{
    private string? _source;
    private string? _medium;
    private string? _campaign;
    private string? _term;
    private string? _content;
    private string? _campaignId;
    private string? _clickIdKind;
    private string? _clickId;

    /// <summary>Takes one parameter.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="clickIdKind">Name of the click id, for a click id.</param>
    /// <param name="rawValue">Value as it stands in the query.</param>
    public void Take(TrackedParameter kind, string? clickIdKind, ReadOnlySpan<char> rawValue)
    {
        switch (kind)
        {
            case TrackedParameter.Source:
                _source ??= Decode(rawValue);
                break;
            case TrackedParameter.Medium:
                _medium ??= Decode(rawValue);
                break;
            case TrackedParameter.Campaign:
                _campaign ??= Decode(rawValue);
                break;
            case TrackedParameter.Term:
                _term ??= Decode(rawValue);
                break;
            case TrackedParameter.Content:
                _content ??= Decode(rawValue);
                break;
            case TrackedParameter.CampaignId:
                _campaignId ??= Decode(rawValue);
                break;
            case TrackedParameter.ClickId:
                TakeClickId(clickIdKind, rawValue);
                break;
        }
    }

    /// <summary>What was gathered.</summary>
    /// <returns>Null when there was nothing.</returns>
    public readonly CampaignParameters? ToParameters() =>
        (_source ?? _medium ?? _campaign ?? _term ?? _content ?? _campaignId ?? _clickIdKind) is null
            ? null
            : new CampaignParameters
            {
                Source = _source,
                Medium = _medium,
                Campaign = _campaign,
                Term = _term,
                Content = _content,
                CampaignId = _campaignId,
                ClickIdKind = _clickIdKind,
                ClickId = _clickId,
            };

    private static string? Decode(ReadOnlySpan<char> rawValue)
    {
        var value = PercentEncoding.DecodeValue(rawValue, PageAddress.MaxCampaignLength);
        return AddressMask.HoldsAddress(value) ? AddressMask.Masked : value;
    }

    private void TakeClickId(string? kind, ReadOnlySpan<char> rawValue)
    {
        // fbclid decides next to nothing, so any other click id is worth more wherever it stands.
        var isBetter = _clickIdKind is null || ClickIdNames.WeightOf(kind) > ClickIdNames.WeightOf(_clickIdKind);
        if (isBetter && PercentEncoding.DecodeValue(rawValue, PageAddress.MaxClickIdLength) is { } value)
        {
            (_clickIdKind, _clickId) = (kind, kind == ClickIdNames.Marketo ? null : value);
        }
    }
}

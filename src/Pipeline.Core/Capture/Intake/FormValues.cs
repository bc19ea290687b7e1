using Pipeline.Events;
using Pipeline.Problems;
using Pipeline.Text;

namespace Pipeline.Capture.Intake;

// The fields of a form: the hidden ones that the script adds, and the others.
internal sealed class FormValues(IReadOnlyList<KeyValuePair<string, string>> fields, List<Problem> problems)
{
    public bool Has(string name) => Hidden(name) is not null;

    public bool IsEmpty(string name) =>
        Hidden(name) is null && fields.Any(field => field.Key.Equals(name, StringComparison.OrdinalIgnoreCase));

    public string? Hidden(string name)
    {
        foreach (var field in fields)
        {
            if (field.Key.Equals(name, StringComparison.OrdinalIgnoreCase) && field.Value.Length > 0)
            {
                return field.Value;
            }
        }

        return null;
    }

    public string? Id(string name)
    {
        var text = Hidden(name)?.Trim();
        if (text is { Length: > WireLimits.Id } || (text is not null && !TextBounds.IsClean(text)))
        {
            problems.Add(new Problem(
                Problem.Invalid, name, $"must have 1 to {WireLimits.Id} characters, none of them a control character."));
            return null;
        }

        return string.IsNullOrEmpty(text) ? null : text;
    }

    // What a form without script says in hidden inputs about where its visitor came from.
    public CampaignParameters? Campaign()
    {
        var campaign = default(CampaignReader);
        foreach (var (name, value) in fields)
        {
            campaign.Take(TrackedParameters.Find(name, out var clickId), clickId, Uri.EscapeDataString(value));
        }

        return campaign.ToParameters();
    }

    public SortedDictionary<string, string>? Others(string? honeypot)
    {
        var others = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in fields)
        {
            var name = TextBounds.Clean(key, WireLimits.Name);
            if (name is null || name[0] == '_' || name.Equals(
                FieldNames.Email, StringComparison.OrdinalIgnoreCase) || name == honeypot || IsCampaign(name)
                || TextBounds.Clean(value, WireLimits.Value) is not { } clean)
            {
                continue;
            }

            others[name] = others.TryGetValue(name, out var earlier) ? TextBounds.Clean($"{earlier}, {clean}", WireLimits.Value)! : clean;
        }

        if (others.Count > WireLimits.Values)
        {
            problems.Add(new Problem(Problem.TooLarge, "", $"A form must have at most {WireLimits.Values} filled fields."));
            return null;
        }

        FieldPolicy.RemoveSecrets(others);
        return others.Count == 0 ? null : others;
    }

    private static bool IsCampaign(string name) =>
        TrackedParameters.Find(name, out _) is TrackedParameter.Source or TrackedParameter.Medium or TrackedParameter.Campaign
            or TrackedParameter.Term or TrackedParameter.Content or TrackedParameter.CampaignId;
}

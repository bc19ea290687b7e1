using Pipeline.Records;
using Pipeline.Text;
using Pipeline.Time;

namespace Pipeline.Uploads;

/// <summary>Keys of costs: made of what identifies one, its days, channel, source, campaign, kind and the uploader's own id.</summary>
public static class CostKey
{
    /// <summary>Key of a cost; how its names are written does not matter.</summary>
    /// <param name="cost">Cost; its <see cref="CostFact.Key"/> is not read.</param>
    public static string Of(CostFact cost) => Make(cost, NameFold.Of, cost.Id);

    /// <summary>True when a cost of an earlier release, under a key of its names as they were written, is this cost.</summary>
    /// <param name="cost">Cost with its id.</param>
    /// <param name="former">Stored cost, whose id is known from its key alone.</param>
    public static bool IsSame(CostFact cost, CostFact former) => former.Version < CostFact.FoldedVersion
        && former.From == cost.From && former.To == cost.To && former.Kind == cost.Kind && NameFold.AreSame(former.Channel, cost.Channel)
        && NameFold.AreSame(former.Source, cost.Source) && NameFold.AreSame(former.Campaign, cost.Campaign)
        && former.Key == Make(former, name => name, cost.Id);

    private static string Make(CostFact cost, Func<string, string> name, string? id) => FactKey.Of(string.Join(
        '\n',
        LocalTime.Text(cost.From),
        LocalTime.Text(cost.To),
        name(cost.Channel),
        name(cost.Source ?? ""),
        name(cost.Campaign ?? ""),
        cost.Kind.ToString(),
        id ?? ""));
}

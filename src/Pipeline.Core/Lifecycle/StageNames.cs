namespace Pipeline.Lifecycle;

/// <summary>The shipped stages, in order. A lead is in exactly one at a time.</summary>
public static class StageNames
{
    /// <summary>Not known by e-mail address yet.</summary>
    public const string Visitor = "visitor";

    /// <summary>Known by e-mail address.</summary>
    public const string Lead = "lead";

    /// <summary>Marketing-qualified: ready for sales by its score.</summary>
    public const string Mql = "mql";

    /// <summary>Sales-qualified, told by the CRM.</summary>
    public const string Sql = "sql";

    /// <summary>A deal is open, told by the CRM.</summary>
    public const string Opportunity = "opportunity";

    /// <summary>Bought, told by the CRM.</summary>
    public const string Customer = "customer";

    /// <summary>Recommends us, told by the CRM.</summary>
    public const string Advocate = "advocate";

    /// <summary>Will never fit, told by the CRM.</summary>
    public const string Disqualified = "disqualified";

    /// <summary>The deal was lost, told by the CRM.</summary>
    public const string Lost = "lost";

    /// <summary>Back to marketing: an MQL that cooled down, or one that sales gave back.</summary>
    public const string Recycled = "recycled";

    /// <summary>All stages in order: the way forward first, then the ways out.</summary>
    public static IReadOnlyList<string> All { get; } =
        [Visitor, Lead, Mql, Sql, Opportunity, Customer, Advocate, Disqualified, Lost, Recycled];

    /// <summary>Place in <see cref="All"/>; stages that are not shipped come last.</summary>
    /// <param name="stage">Stage name.</param>
    internal static int RankOf(string stage)
    {
        for (var i = 0; i < All.Count; i++)
        {
            if (All[i] == stage)
            {
                return i;
            }
        }

        return All.Count;
    }
}

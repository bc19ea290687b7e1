namespace Pipeline.Scoring.Documents;

/// <summary>How well a lead fits: points from form fields and CRM attributes. They never decay.</summary>
public sealed record FitRules
{
    /// <summary>Fit points from which the grade is A, inclusive. Shipped: 75.</summary>
    public required double GradeA { get; init; }

    /// <summary>Fit points from which the grade is B, inclusive; below <see cref="GradeA"/>. Shipped: 50.</summary>
    public required double GradeB { get; init; }

    /// <summary>Fit points from which the grade is C, inclusive; below <see cref="GradeB"/>. Below it is D. Shipped: 25.</summary>
    public required double GradeC { get; init; }

    /// <summary>
    /// True when what browsers typed into forms may reach grade A by itself. False, shipped, and what documents mean that do not say it: it
    /// reaches B until it is confirmed.
    /// </summary>
    public bool TrustsForms { get; init; }

    /// <summary>Rules, each giving its points at most once.</summary>
    public IReadOnlyList<FitRule> Rules { get; init => field = value ?? []; } = [];
}

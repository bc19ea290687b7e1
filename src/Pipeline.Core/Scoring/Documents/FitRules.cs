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

    /// <summary>Rules, each giving its points at most once.</summary>
    public IReadOnlyList<FitRule> Rules { get; init => field = value ?? []; } = [];
}

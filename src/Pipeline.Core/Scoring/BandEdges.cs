namespace Pipeline.Scoring;

/// <summary>Edges of the engagement bands. Band 1 begins at the enter threshold; below <see cref="Third"/> is band 4.</summary>
public sealed record BandEdges
{
    /// <summary>Score from which band 2 begins, inclusive; above <see cref="Third"/>, at most the enter threshold. Shipped: 50.</summary>
    public required double Second { get; init; }

    /// <summary>Score from which band 3 begins, inclusive; above 0. Shipped: 20.</summary>
    public required double Third { get; init; }
}

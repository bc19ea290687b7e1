namespace Pipeline.Scoring;

/// <summary>What rules, sequences and paces have in common: a name, points, and caps on them.</summary>
public interface IScoreAward
{
    /// <summary>Id, unique among all rules, sequences and paces of the document; shown with each line.</summary>
    string Id { get; }

    /// <summary>Short words for the ledger.</summary>
    string Title { get; }

    /// <summary>Nominal points of one line; negative takes away. Not 0, between −10,000 and 10,000.</summary>
    double Points { get; }

    /// <summary>Most points (or, for negative points, most taken away) on one calendar day of the configured zone. Null: no cap.</summary>
    double? DayCap { get; }

    /// <summary>Most points (or most taken away) ever. Null: no cap.</summary>
    double? LifeCap { get; }

    /// <summary>Id of the group whose caps apply as well. Null: none.</summary>
    string? Group { get; }
}

namespace Pipeline.LocalHost.Demo;

/// <summary>A demo visitor, who may become a lead and then a customer.</summary>
internal sealed record DemoPerson
{
    public required int Number { get; init; }

    public required List<DemoVisit> Visits { get; init; }

    /// <summary>How far the person comes: 0 visitor, 1 lead, 2 SQL, 3 opportunity, 4 customer.</summary>
    public required int Depth { get; init; }

    /// <summary>Why the sale was lost; null when it was not.</summary>
    public string? LostReason { get; init; }

    public string Visitor => FormattableString.Invariant($"demo-{Number}");

    public string Email => FormattableString.Invariant(
        $"{First.ToLowerInvariant()}.{Last.ToLowerInvariant()}.{Number}@{Company.Replace(' ', '-').ToLowerInvariant()}.example");

    public string First => FirstNames[Number % FirstNames.Length];

    public string Last => LastNames[Number / 7 % LastNames.Length];

    public string Company => FormattableString.Invariant($"{Companies[Number / 3 % Companies.Length]} {Number % 90}");

    public string JobTitle => JobTitles[Number / 5 % JobTitles.Length];

    /// <summary>When the form was filled; null when it never was.</summary>
    public DateTimeOffset? FilledAt { get; set; }

    private static readonly string[] FirstNames =
    [
        "Anna", "Luc", "Marta", "Jonas", "Chloe", "Piet", "Ines", "Karl", "Sofia", "Emil", "Nora"
    ];
    private static readonly string[] LastNames = ["Weber", "Martin", "Rossi", "Jansen", "Novak", "Berg", "Dupont", "Silva", "Kowalska"];
    private static readonly string[] Companies =
    [
        "Stadtbote", "Blumenkurier", "Technik Service", "Pizza Rapido", "Kita Verbund", "Post Express", "Bau Montage"
    ];
    private static readonly string[] JobTitles =
    [
        "Fleet Manager", "Managing Director", "Head of Operations", "Student", "Buyer", "Office Manager"
    ];
}

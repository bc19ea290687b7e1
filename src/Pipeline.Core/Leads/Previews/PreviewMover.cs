namespace Pipeline.Leads.Previews;

/// <summary>A lead that rules would move.</summary>
public sealed record PreviewMover
{
    /// <summary>Lead.</summary>
    public required string LeadId { get; init; }

    /// <summary>Normalised e-mail address.</summary>
    public required string Email { get; init; }

    /// <summary>Score by the rules as they are, two decimals.</summary>
    public required decimal Before { get; init; }

    /// <summary>Score by the rules as they would be, two decimals.</summary>
    public required decimal After { get; init; }

    /// <summary>Stage by the rules as they are.</summary>
    public required string StageBefore { get; init; }

    /// <summary>Stage by the rules as they would be.</summary>
    public required string StageAfter { get; init; }
}

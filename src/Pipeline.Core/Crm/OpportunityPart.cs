namespace Pipeline.Crm;

/// <summary>The current version of one lead's CRM fact on an opportunity. Persisted within <see cref="OpportunityRecord"/>.</summary>
public sealed record OpportunityPart
{
    /// <summary>Key of the fact.</summary>
    public required string Key { get; init; }

    /// <summary>Lead under which the fact is stored.</summary>
    public required string LeadId { get; init; }

    /// <summary>Id of the stage.</summary>
    public required string Stage { get; init; }

    /// <summary>Date of the fact.</summary>
    public required string Date { get; init; }

    /// <summary>Current version, as of the upload that said it last.</summary>
    public required CrmVersion Current { get; init; }

    /// <summary>The part that a fact is of its opportunity.</summary>
    /// <param name="fact">Fact with an opportunity.</param>
    public static OpportunityPart Of(CrmFact fact) =>
        new() { Key = fact.Key, LeadId = fact.LeadId, Stage = fact.Stage, Date = fact.Date, Current = fact.Current with { UploadedAt = fact.Current.LastSaidAt, Repeats = null, Fields = null } };
}

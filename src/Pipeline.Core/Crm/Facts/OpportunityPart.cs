namespace Pipeline.Crm.Facts;

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

    /// <summary>The earliest upload that said it; null in what earlier releases stored.</summary>
    public DateTimeOffset? FirstSaidAt { get; init; }

    /// <summary>Uploads that said it, ascending; null where the date is the stage's own.</summary>
    public IReadOnlyList<DateTimeOffset>? SaidAt { get; init; }

    /// <summary>The part that a fact is of its opportunity.</summary>
    /// <param name="fact">Fact with an opportunity.</param>
    public static OpportunityPart Of(CrmFact fact) => new()
    {
        Key = fact.Key,
        LeadId = fact.LeadId,
        Stage = fact.Stage,
        Date = fact.Date,
        Current = fact.Current with
        {
            UploadedAt = fact.Current.LastSaidAt,
            Row = fact.Current.LastRow,
            Repeats = null,
            RepeatRows = null,
            Fields = null,
        },
        FirstSaidAt = fact.FirstSaidAt,
        SaidAt = fact.SaidAt is { Count: > 0 } said ? said : null,
    };

    /// <summary>True when both say the same and were said by the same uploads.</summary>
    public bool Equals(OpportunityPart? other) => other is not null
        && (Key, LeadId, Stage, Date) == (other.Key, other.LeadId, other.Stage, other.Date)
        && (Current, FirstSaidAt) == (other.Current, other.FirstSaidAt)
        && (SaidAt ?? []).SequenceEqual(other.SaidAt ?? []);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Key, Current.Hash, FirstSaidAt);

    /// <summary>True when another state of the same part only says that later uploads repeated it.</summary>
    /// <param name="later">The other state.</param>
    internal bool IsRepeatedBy(OpportunityPart later) =>
        this with { SaidAt = null, Current = Current with { UploadedAt = later.Current.UploadedAt, Row = later.Current.Row } }
            == later with { SaidAt = null }
        && (later.SaidAt ?? []).TakeWhile(said => said <= Current.UploadedAt).All(said => SaidAt?.Contains(said) == true);
}

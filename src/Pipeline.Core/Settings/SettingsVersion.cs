namespace Pipeline.Settings;

/// <summary>A stored version of a settings document. Persisted: add fields, never rename.</summary>
public sealed record SettingsVersion
{
    /// <summary>Number, from 1; 0 is the shipped default, which is not stored.</summary>
    public required int Number { get; init; }

    /// <summary>Hash of the content (<see cref="SettingsText.HashOf"/>): equal content is the same version.</summary>
    public required string Hash { get; init; }

    /// <summary>Name under which decisions remember the document; null when they remember its number.</summary>
    public string? Label { get; init; }

    /// <summary>When it was stored; UTC.</summary>
    public required DateTimeOffset StoredAt { get; init; }

    /// <summary>Who stored it; null when not told.</summary>
    public string? Actor { get; init; }

    /// <summary>Why; null when not told.</summary>
    public string? Reason { get; init; }
}

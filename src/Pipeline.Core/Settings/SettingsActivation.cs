using System.Text.Json.Serialization;

namespace Pipeline.Settings;

/// <summary>The fact that a version of a settings document became active. Persisted: add fields, never rename.</summary>
public sealed record SettingsActivation
{
    /// <summary>Version; 0 is the shipped default.</summary>
    public required int Version { get; init; }

    /// <summary>Moment from which it counts, inclusive; UTC. Later than every cache of the version before.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>When it was asked for; UTC.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>True when it takes the activation before it back.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsRollback { get; init; }

    /// <summary>Who asked for it; null when not told.</summary>
    public string? Actor { get; init; }

    /// <summary>Why; null when not told.</summary>
    public string? Reason { get; init; }
}

namespace Pipeline.Settings;

/// <summary>How a settings document stands.</summary>
public sealed record SettingsState
{
    /// <summary>Name of the document.</summary>
    public required string Name { get; init; }

    /// <summary>What an activation changes.</summary>
    public required SettingsEffect Effect { get; init; }

    /// <summary>Number that grows with every change: the ETag of the document.</summary>
    public required int Revision { get; init; }

    /// <summary>Stored versions; they are numbered from 1 to this.</summary>
    public required int Versions { get; init; }

    /// <summary>Version that is active now; 0 is the shipped default.</summary>
    public required int Active { get; init; }

    /// <summary>Since when; UTC. Null: since ever.</summary>
    public DateTimeOffset? ActiveSince { get; init; }

    /// <summary>Version that will be active next; null when none will.</summary>
    public int? Next { get; init; }

    /// <summary>When it will be; UTC.</summary>
    public DateTimeOffset? NextFrom { get; init; }

    /// <summary>Version that the request was about; null when it was about none.</summary>
    public int? Version { get; init; }

    /// <summary>Describes a document.</summary>
    /// <param name="version">Version that the request was about.</param>
    public static SettingsState Of(ISettingsDocument document, SettingsLog log, DateTimeOffset now, int? version = null)
    {
        var next = log.Activations.FirstOrDefault(activation => activation.From > now);
        return new SettingsState
        {
            Name = document.Name,
            Effect = document.Effect,
            Revision = log.Revision,
            Versions = log.Versions.Count,
            Active = log.ActiveAt(now),
            ActiveSince = log.Activations.LastOrDefault(activation => activation.From <= now)?.From,
            Next = next?.Version,
            NextFrom = next?.From,
            Version = version,
        };
    }
}

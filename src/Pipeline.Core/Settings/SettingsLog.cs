namespace Pipeline.Settings;

/// <summary>
/// Everything about a settings document but its content: which versions there are, and which became active when. Only ever added to, under
/// an ETag, so that of two editors the slower one learns of the other. Persisted: add fields, never rename.
/// </summary>
public sealed record SettingsLog
{
    /// <summary>Log of a document that nobody has changed yet.</summary>
    public static readonly SettingsLog Empty = new() { Version = 1 };

    /// <summary>Version of this record's shape. Currently 1.</summary>
    public required int Version { get; init; }

    /// <summary>Stored versions, in the order of their numbers: 1, 2, 3 …</summary>
    public IReadOnlyList<SettingsVersion> Versions { get; init => field = value ?? []; } = [];

    /// <summary>Activations in the order in which they were asked for, which is that of their moments.</summary>
    public IReadOnlyList<SettingsActivation> Activations { get; init => field = value ?? []; } = [];

    /// <summary>Number that grows with every change; 0 before the first. It is the ETag of the interface.</summary>
    public int Revision => Versions.Count + Activations.Count;

    /// <summary>Version that is active at a moment; 0 is the shipped default.</summary>
    /// <param name="at">Moment.</param>
    public int ActiveAt(DateTimeOffset at) => Activations.LastOrDefault(activation => activation.From <= at)?.Version ?? 0;

    /// <summary>Version that is active once every activation counts.</summary>
    public int Newest => Activations.Count > 0 ? Activations[^1].Version : 0;

    /// <summary>Version to which a rollback leads: the one whose activation the last one, itself not taken back, replaced.</summary>
    /// <returns>Null when there is nothing to take back.</returns>
    public int? RollbackTarget()
    {
        var standing = new Stack<int>([0]);
        foreach (var activation in Activations)
        {
            if (activation.IsRollback && standing.Count > 1)
            {
                _ = standing.Pop();
            }
            else
            {
                standing.Push(activation.Version);
            }
        }

        return standing.Count > 1 ? standing.ElementAt(1) : null;
    }
}

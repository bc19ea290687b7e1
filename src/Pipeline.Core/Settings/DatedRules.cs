namespace Pipeline.Settings;

/// <summary>Rules with the moment from which they count.</summary>
/// <typeparam name="T">Rules, compiled; immutable.</typeparam>
/// <param name="From">Moment from which they count, inclusive; UTC. The earliest rules count for all time before, too.</param>
/// <param name="Version">Version of the settings document; 0 is the shipped default.</param>
public sealed record DatedRules<T>(DateTimeOffset From, int Version, T Rules)
    where T : class;

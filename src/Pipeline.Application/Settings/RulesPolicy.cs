namespace Pipeline.Settings;

/// <summary>What is kept in memory of a settings document, and for how long.</summary>
/// <param name="MaxAge">Age from which it is read again.</param>
/// <param name="IsNewestAlone">
/// True when only the version that was activated last is read; false when all that ever were active are.
/// </param>
public sealed record RulesPolicy(TimeSpan MaxAge, bool IsNewestAlone)
{
    /// <summary>Age from which rules that count at once are read again: 60 seconds.</summary>
    public static readonly TimeSpan AtOnceMaxAge = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The policy of a document: of rules that count at once nobody asks which were active when, so that the newest will do. Others count
    /// from a moment that is a whole <see cref="RulesOptions.RulesDelay"/> after their activation, and are kept for half of it, so that by
    /// then every worker has read them.
    /// </summary>
    public static RulesPolicy Of(SettingsEffect effect, RulesOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return effect == SettingsEffect.AtOnce ? new(AtOnceMaxAge, true) : new(options.RulesDelay / 2, false);
    }
}

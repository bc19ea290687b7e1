namespace Pipeline.Scoring.Documents;

/// <summary>The JSON documents shipped inside the assembly.</summary>
public static class ScoringResources
{
    /// <summary>Name of the shipped rules.</summary>
    public const string Defaults = "scoring-rules.default.json";

    /// <summary>Name of the JSON schema of the rules.</summary>
    public const string Schema = "scoring-rules.schema.json";

    /// <summary>Reads a shipped document.</summary>
    /// <param name="name"><see cref="Defaults"/> or <see cref="Schema"/>.</param>
    /// <exception cref="ArgumentException">There is no such document.</exception>
    public static string Text(string name)
    {
        using var stream = typeof(ScoringResources).Assembly.GetManifestResourceStream($"Pipeline.Scoring.{name}")
            ?? throw new ArgumentException($"There is no shipped document '{name}'.", nameof(name));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

namespace Pipeline.Lifecycle;

/// <summary>The JSON documents shipped inside the assembly.</summary>
public static class StagesResources
{
    /// <summary>Name of the shipped stages.</summary>
    public const string Defaults = "stages.default.json";

    /// <summary>Name of the JSON schema of the stages.</summary>
    public const string Schema = "stages.schema.json";

    /// <summary>Reads a shipped document.</summary>
    /// <param name="name"><see cref="Defaults"/> or <see cref="Schema"/>.</param>
    /// <exception cref="ArgumentException">There is no such document.</exception>
    public static string Text(string name)
    {
        using var stream = typeof(StagesResources).Assembly.GetManifestResourceStream($"Pipeline.Lifecycle.{name}")
            ?? throw new ArgumentException($"There is no shipped document '{name}'.", nameof(name));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

namespace Pipeline.Settings;

/// <summary>A settings document that is compiled to rules.</summary>
/// <typeparam name="T">Rules, compiled; immutable and safe for concurrent use.</typeparam>
public interface IRulesDocument<T> : ISettingsDocument
    where T : class
{
    /// <summary>Rules of version 0; compiled once.</summary>
    T Shipped { get; }

    /// <summary>
    /// What the rules depend on besides the document's text: while it is the same, a text is compiled once. Empty: on nothing that changes.
    /// </summary>
    string Surroundings { get; }

    /// <summary>Compiles a document.</summary>
    /// <param name="json">JSON text.</param>
    /// <exception cref="ArgumentException">The document has problems; the message lists them all.</exception>
    T Compile(string json);
}

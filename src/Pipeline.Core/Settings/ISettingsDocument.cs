using Pipeline.Problems;

namespace Pipeline.Settings;

/// <summary>A kind of settings document: versioned, checked before it is stored, and active from a moment on.</summary>
public interface ISettingsDocument
{
    /// <summary>Name in routes and keys: lower-case letters, for example <c>scoring</c>.</summary>
    string Name { get; }

    /// <summary>What an activation changes.</summary>
    SettingsEffect Effect { get; }

    /// <summary>JSON text of version 0, which is active until another one is.</summary>
    string ShippedText { get; }

    /// <summary>JSON schema, for editors.</summary>
    string Schema { get; }

    /// <summary>Lists everything that is wrong with a document.</summary>
    /// <param name="json">JSON text.</param>
    /// <returns>Every problem, each with its JSON path as field; empty when the document is good.</returns>
    IReadOnlyList<Problem> Check(string json);

    /// <summary>
    /// Lists what a stored document says in vain: <see cref="Check"/> refuses it today, but earlier releases took it, and it still is read.
    /// </summary>
    /// <param name="json">JSON text of a stored document.</param>
    IReadOnlyList<Problem> Warnings(string json) => [];

    /// <summary>
    /// Name under which decisions remember a document; two versions never share one. Null: they remember the version's number.
    /// </summary>
    /// <param name="json">JSON text of a good document.</param>
    string? LabelOf(string json);
}

using Pipeline.Records;

namespace Pipeline.Settings;

/// <summary>Port: versioned settings documents. Every method is one storage call.</summary>
public interface ISettingsStore
{
    /// <summary>Reads which versions of a document there are and which became active when.</summary>
    /// <param name="name">Name of the document.</param>
    /// <returns>The log; no value when nobody has changed the document yet.</returns>
    Task<Versioned<SettingsLog>> GetLogAsync(string name, CancellationToken cancellationToken);

    /// <summary>Reads the text of a version; versions never change.</summary>
    /// <param name="name">Name of the document.</param>
    /// <param name="version">Number of the version, from 1.</param>
    /// <returns>JSON text; null when there is no such version.</returns>
    Task<string?> GetTextAsync(string name, int version, CancellationToken cancellationToken);

    /// <summary>Writes the log and, in the same transaction, the text of its newest version.</summary>
    /// <param name="name">Name of the document.</param>
    /// <param name="log">New log.</param>
    /// <param name="etag">ETag of the log that this one replaces; null inserts it.</param>
    /// <param name="text">Text of the newest version of the log; null when it is stored already.</param>
    /// <exception cref="StorageConflictException">The log changed since it was read.</exception>
    Task SaveAsync(string name, SettingsLog log, string? etag, string? text, CancellationToken cancellationToken);
}

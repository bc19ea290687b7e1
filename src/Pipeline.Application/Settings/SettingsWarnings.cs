namespace Pipeline.Settings;

/// <summary>Tells what the documents in use say in vain, for whoever looks after the deployment.</summary>
/// <param name="documents">Every document.</param>
/// <param name="store">Where their versions are kept.</param>
public sealed class SettingsWarnings(IEnumerable<ISettingsDocument> documents, ISettingsStore store)
{
    /// <summary>Reads the version of each document that was activated last; one storage call each, two for what is not shipped.</summary>
    /// <returns>A sentence for each; empty when there are none.</returns>
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await Task.WhenAll(documents
            .OrderBy(document => document.Name, StringComparer.Ordinal)
            .Select(document => ListAsync(document, cancellationToken))))
            .SelectMany(warnings => warnings)];

    private async Task<IEnumerable<string>> ListAsync(ISettingsDocument document, CancellationToken cancellationToken)
    {
        var version = (await store.GetLogAsync(document.Name, cancellationToken)).Value?.Newest ?? 0;
        return version > 0 && await store.GetTextAsync(document.Name, version, cancellationToken) is { } text
            ? document.Warnings(text).Select(problem => $"Settings '{document.Name}': {problem.Field} {problem.Detail}")
            : [];
    }
}

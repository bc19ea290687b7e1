using Pipeline.Settings;

namespace Pipeline.Capture.Links;

/// <summary>Finds tracked links: those of the settings document <c>links</c>, then the configured ones.</summary>
/// <param name="configured">The configured links.</param>
/// <param name="source">The document's links; null where capture runs without storage of its own.</param>
public sealed class LinkFinder(LinkBook configured, RulesCache<LinkSet>? source = null)
{
    /// <summary>Longest wait for a link that only the document can hold, before the document was ever read: 2 seconds.</summary>
    public static readonly TimeSpan MaxFirstWait = TimeSpan.FromSeconds(2);

    /// <summary>Finds a link; no storage call while the document's links are fresh.</summary>
    /// <param name="name">Any text; case does not matter.</param>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">There is but a configured one whose settings are
    /// faulty.</exception>
    public ValueTask<TrackedLink?> FindAsync(string name)
    {
        var own = configured.Find(name);
        if (source is null)
        {
            return ValueTask.FromResult(Choose(own, name));
        }

        var links = source.KnownAsync(source.IsRead || own is not null ? LinkHandler.MaxWait : MaxFirstWait);
        return links.IsCompletedSuccessfully
            ? ValueTask.FromResult(Choose(links.Result.Newest.Find(name) ?? own, name))
            : new(WaitAsync(links, name, own));
    }

    private async Task<TrackedLink?> WaitAsync(ValueTask<RulesTimeline<LinkSet>> links, string name, TrackedLink? own) =>
        Choose((await links).Newest.Find(name) ?? own, name);

    private TrackedLink? Choose(TrackedLink? found, string name)
    {
        if (found is null)
        {
            configured.Refuse(name);
        }

        return found;
    }
}

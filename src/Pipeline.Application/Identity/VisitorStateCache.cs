using Microsoft.Extensions.Caching.Memory;
using Pipeline.Records;

namespace Pipeline.Identity;

/// <summary>
/// The states that this process wrote last, so that the next event of a visit goes on from memory and costs one storage call instead of
/// two. Saves reads, never decides: a state that another process has written since is refused by its ETag, forgotten and read.
/// </summary>
public sealed class VisitorStateCache : IDisposable
{
    /// <summary>Most states kept, some kilobytes each; the longest unused give way.</summary>
    public const int Capacity = 4096;

    // Longer than the gap that ends a visit.
    private static readonly TimeSpan MaxIdle = TimeSpan.FromMinutes(35);

    private readonly MemoryCache _states = new(new MemoryCacheOptions { SizeLimit = Capacity });

    /// <summary>Finds the state that was written last; without value when it is not kept.</summary>
    public Versioned<VisitorState> Find(string visitorId) =>
        _states.TryGetValue(visitorId, out Versioned<VisitorState> state) ? state : default;

    /// <summary>Keeps a state.</summary>
    /// <param name="state">What was written.</param>
    public void Keep(VisitorState state, string etag) => _states.Set(
        state.VisitorId, new Versioned<VisitorState>(state, etag), new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = MaxIdle });

    /// <summary>Forgets a state that may not be the stored one any more.</summary>
    public void Forget(string visitorId) => _states.Remove(visitorId);

    /// <summary>Forgets all.</summary>
    public void Dispose() => _states.Dispose();
}

using Microsoft.Extensions.Options;
using Pipeline.Capture.Privacy;
using Pipeline.Capture.Queueing;
using Pipeline.Events;

namespace Pipeline.Capture.Links;

/// <summary>
/// Counts a click of a tracked link and tells where it leads. Not safe to repeat, and need not be: two requests are two clicks.
/// </summary>
public sealed class LinkHandler
{
    /// <summary>Longest wait for the queue: 250 ms. Then the visitor is sent on, and storing goes on.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromMilliseconds(250);

    private readonly LinkFinder _links;
    private readonly GroupCommit _commit;
    private readonly IIdGenerator _ids;
    private readonly TimeProvider _time;
    private readonly VisitorPolicy _policy;
    private readonly CaptureOptions _options;

    /// <summary>Makes the handler.</summary>
    /// <param name="policy">Decides whose click it is.</param>
    /// <param name="commit">Stores clicks.</param>
    /// <param name="ids">Makes the ids of clicks and browsers.</param>
    /// <param name="time">Clock of received-at and of the wait.</param>
    /// <param name="options">Mode.</param>
    public LinkHandler(
        LinkFinder links,
        VisitorPolicy policy,
        GroupCommit commit,
        IIdGenerator ids,
        TimeProvider time,
        IOptions<CaptureOptions> options) =>
        (_links, _policy, _commit, _ids, _time, _options) = (links, policy, commit, ids, time, options.Value);

    /// <summary>Handles one request.</summary>
    /// <param name="request">
    /// The request. A click with a lead id is stored under that lead, and besides as the visitor's own if the browser is known; a click
    /// without one is the visitor's own, who becomes a new one if the browser is unknown. So programs that follow the links of an e-mail
    /// make no visitors, and nothing ever ties the lead to the browser.
    /// </param>
    public async Task<LinkOutcome> HandleAsync(LinkRequest request) =>
        await _links.FindAsync(request.Link) is { } link ? await FollowAsync(link, request) : default;

    /// <summary>Tells where a link leads and counts nothing.</summary>
    /// <param name="link">Name of the link, any text.</param>
    public async Task<LinkOutcome> LocateAsync(string link) =>
        await _links.FindAsync(link) is { } found ? new LinkOutcome(found.Location, default) : default;

    private Task<LinkOutcome> FollowAsync(TrackedLink link, LinkRequest request)
    {
        var signals = request.Signals;
        if (_policy.Forbids(signals, said: null))
        {
            return Task.FromResult(new LinkOutcome(link.Location, new CookieChange(null, _policy.MustForget(signals))));
        }

        var received = EventTimes.ToMilliseconds(_time.GetUtcNow());
        var lead = _options.Mode == CaptureMode.Identify && LeadIds.IsValid(request.Cid) ? request.Cid : null;
        var visitor = _policy.Decide(signals, said: null, candidate: null, mints: lead is null);
        Task<bool> stored;
        using (var encoded = EncodedEvents.Rent())
        {
            if (visitor is { } browser)
            {
                encoded.TryAdd(Measurement.Apply(link.Click(_ids.NewId(), browser.Id, null, request, received), _options.Mode));
            }

            if (lead is not null)
            {
                encoded.TryAdd(link.Click(_ids.NewId(), null, lead, request, received));
            }

            stored = _commit.CommitAsync(encoded);
        }

        return AnswerAsync(stored, new LinkOutcome(link.Location, new CookieChange(visitor is { IsNew: true } ? visitor.Value.Id : null)));
    }

    private async Task<LinkOutcome> AnswerAsync(Task<bool> stored, LinkOutcome outcome)
    {
        if (!stored.IsCompleted)
        {
            using var waited = new CancellationTokenSource();
            await Task.WhenAny(stored, Task.Delay(MaxWait, _time, waited.Token));
            await waited.CancelAsync();
        }

        return outcome;
    }
}

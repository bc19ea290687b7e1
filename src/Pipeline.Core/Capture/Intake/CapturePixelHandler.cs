using System.Text;
using Microsoft.Extensions.Options;
using Pipeline.Capture.Queueing;

namespace Pipeline.Capture.Intake;

/// <summary>Takes a page view told by an image request. Safe to repeat if the request carries an event id.</summary>
public sealed class CapturePixelHandler
{
    /// <summary>Route.</summary>
    public const string Endpoint = "/p.gif";

    private readonly GroupCommit _commit;
    private readonly IIdGenerator _ids;
    private readonly TimeProvider _time;
    private readonly CaptureMetrics _metrics;
    private readonly string _cookieName;

    /// <summary>Makes the handler.</summary>
    /// <param name="commit">Stores events.</param>
    /// <param name="ids">Makes the ids of browsers and events without one.</param>
    /// <param name="time">Clock of received-at.</param>
    /// <param name="metrics">Counters.</param>
    /// <param name="options">Cookie name.</param>
    public CapturePixelHandler(
        GroupCommit commit, IIdGenerator ids, TimeProvider time, CaptureMetrics metrics, IOptions<CaptureOptions> options) =>
        (_commit, _ids, _time, _metrics, _cookieName) = (commit, ids, time, metrics, options.Value.CookieName);

    /// <summary>Handles one image request. An opted-out browser's page view is not stored.</summary>
    /// <param name="request">The request.</param>
    /// <returns>
    /// The visitor id that the answer's cookie sets, or null when it sets none. A fault or a failed put is counted, never told: the answer
    /// is an image in any case.
    /// </returns>
    public Task<string?> HandleAsync(in PixelRequest request)
    {
        if (request.OptedOut)
        {
            return Task.FromResult<string?>(null);
        }

        var received = EventTimes.ToMilliseconds(_time.GetUtcNow());
        var visitor = VisitorIds.Decide(VisitorIds.FromCookieHeader(request.CookieHeader, _cookieName), candidate: null, _ids);
        Task<bool> stored;
        var accepted = true;
        using (var encoded = EncodedEvents.Rent())
        {
            if (ProblemOf(request, out var page) is { } problem || !TryAdd(request, page!, visitor, received, encoded, out problem))
            {
                accepted = false;
                _metrics.Rejected(problem.Code);
                encoded.Add(RejectedEvent.Create(Endpoint, [problem], Encoding.UTF8.GetBytes(request.Query ?? ""), received));
            }

            stored = _commit.CommitAsync(encoded);
        }

        return AnswerAsync(stored, accepted && visitor.IsNew ? visitor.Id : null);
    }

    private static async Task<string?> AnswerAsync(Task<bool> stored, string? newVisitorId)
    {
        await stored;
        return newVisitorId;
    }

    private static Problem? ProblemOf(in PixelRequest request, out PageAddress? page)
    {
        var text = string.IsNullOrEmpty(request.Url) ? request.RefererHeader : request.Url;
        page = PageAddress.Parse(text);
        if (page is null)
        {
            return string.IsNullOrEmpty(text)
                ? new Problem(Problem.Missing, "url", "is required, in the query or as Referer: the address of the page that was shown.")
                : new Problem(Problem.Invalid, "url", "must be the address of a web page, as in https://www.example.org/page.");
        }

        return request.Id is { Length: > WireLimits.Id }
            ? new Problem(Problem.Invalid, "id", $"must have at most {WireLimits.Id} characters.")
            : null;
    }

    private bool TryAdd(
        in PixelRequest request, PageAddress page, VisitorDecision visitor, DateTimeOffset received, EncodedEvents encoded, out Problem problem)
    {
        var referrer = string.IsNullOrEmpty(request.Referrer) ? null : PageAddress.NormalizeReferrer(request.Referrer);
        problem = new Problem(Problem.TooLarge, "", "The event is too long to be stored; send less with it.");
        return encoded.TryAdd(new CapturedEvent
        {
            Id = TextBounds.Clean(request.Id, WireLimits.Id) ?? _ids.NewId(),
            Type = EventType.PageView,
            VisitorId = visitor.Id,
            OccurredAt = received,
            ReceivedAt = received,
            Url = page.Url,
            Campaign = page.Campaign,
            Title = TextBounds.Clean(request.Title, WireLimits.Title),
            Referrer = referrer,
            Marks = Marks.Of(referrer is null && !string.IsNullOrEmpty(request.Referrer) ? Marks.ReferrerUnusable : null, null),
        });
    }
}

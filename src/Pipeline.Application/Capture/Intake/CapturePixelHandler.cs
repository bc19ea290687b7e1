using System.Text;
using Microsoft.Extensions.Options;
using Pipeline.Capture.Privacy;
using Pipeline.Capture.Queueing;
using Pipeline.Events;
using Pipeline.Problems;
using Pipeline.Text;

namespace Pipeline.Capture.Intake;

/// <summary>Takes a page view told by an image request. Safe to repeat if the request carries an event id.</summary>
public sealed class CapturePixelHandler
{
    /// <summary>Route.</summary>
    public const string Endpoint = "/p.gif";

    private readonly VisitorPolicy _policy;
    private readonly AnonymousViews _views;
    private readonly GroupCommit _commit;
    private readonly IIdGenerator _ids;
    private readonly TimeProvider _time;
    private readonly Rejections _rejections;
    private readonly CaptureMode _mode;

    /// <summary>Makes the handler.</summary>
    /// <param name="policy">Decides whose a page view is.</param>
    /// <param name="views">Makes page views of nobody.</param>
    /// <param name="commit">Stores events.</param>
    /// <param name="ids">Makes the ids of browsers and events without one.</param>
    /// <param name="time">Clock of received-at.</param>
    /// <param name="rejections">Takes what cannot be accepted.</param>
    /// <param name="options">Mode.</param>
    public CapturePixelHandler(
        VisitorPolicy policy,
        AnonymousViews views,
        GroupCommit commit,
        IIdGenerator ids,
        TimeProvider time,
        Rejections rejections,
        IOptions<CaptureOptions> options) =>
        (_policy, _views, _commit, _ids, _time, _rejections, _mode) = (policy, views, commit, ids, time, rejections, options.Value.Mode);

    /// <summary>Handles one image request. The page view of a browser that may not be recognised is counted, as nobody's.</summary>
    /// <returns>
    /// Ends when the page view, or the fault in it, is stored or lost, and says what the answer does to the cookies. The answer is an image
    /// in any case.
    /// </returns>
    public PixelOutcome Handle(in PixelRequest request)
    {
        var received = EventTimes.ToMilliseconds(_time.GetUtcNow());
        var signals = request.Signals;
        var visitor = _policy.Decide(signals, said: null, candidate: null, mints: true);
        Task<bool> stored;
        var accepted = true;
        using (var encoded = EncodedEvents.Rent())
        {
            if (ProblemOf(request, out var page) is { } problem || !TryAdd(request, page!, visitor, received, encoded, out problem))
            {
                accepted = false;
                if (_rejections.Keeps(problem.Code))
                {
                    var query = PayloadMask.OfQuery(QueryOf(request));
                    var rejected = RejectedEvent.Create(Endpoint, [problem], Encoding.UTF8.GetBytes(query), received);
                    encoded.Add(rejected with { VisitorId = visitor?.Id, Marks = request.Signals.Automatic });
                }
            }

            stored = _commit.CommitAsync(encoded);
        }

        var newVisitorId = accepted && visitor is { IsNew: true } ? visitor.Value.Id : null;
        return new PixelOutcome(stored, new CookieChange(newVisitorId, visitor is null && _policy.MustForget(signals)));
    }

    private static Problem? ProblemOf(in PixelRequest request, out PageAddress? page)
    {
        page = null;
        if (request.SiteProblem is { } site)
        {
            return site;
        }

        var text = string.IsNullOrEmpty(request.Url) ? request.Signals.RefererHeader : request.Url;
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

    // The page that only the Referer names would be lost to a replay.
    private static string QueryOf(in PixelRequest request) =>
        string.IsNullOrEmpty(request.Url) && request.Signals.RefererHeader is { Length: > 0 } page
            ? $"{(string.IsNullOrEmpty(request.Query) ? "?" : request.Query + "&")}url={Uri.EscapeDataString(page)}"
            : request.Query ?? "";

    private bool TryAdd(
        in PixelRequest request,
        PageAddress page,
        VisitorDecision? visitor,
        DateTimeOffset received,
        EncodedEvents encoded,
        out Problem problem)
    {
        var referrer = string.IsNullOrEmpty(request.Referrer) ? null : PageAddress.NormalizeReferrer(request.Referrer);
        problem = new Problem(Problem.TooLarge, "", "The event is too long to be stored; send less with it.");
        var id = TextBounds.Clean(request.Id, WireLimits.Id) ?? _ids.NewId();
        if (visitor is null)
        {
            if (request.Signals.Automatic is null)
            {
                encoded.Add(_views.Of(id, received, page, referrer));
            }

            return true;
        }

        return encoded.TryAdd(new CapturedEvent
        {
            Id = id,
            Type = EventType.PageView,
            VisitorId = visitor.Value.Id,
            OccurredAt = received,
            ReceivedAt = received,
            Url = page.Url,
            Campaign = page.Campaign,
            Title = TextBounds.Clean(request.Title, WireLimits.Title),
            Referrer = referrer,
            Mode = _mode,
            Automatic = request.Signals.Automatic is not null,
            Marks = Marks.Of(
                request.Signals.Automatic,
                referrer is null && !string.IsNullOrEmpty(request.Referrer) ? Marks.ReferrerUnusable : null,
                null),
        });
    }
}

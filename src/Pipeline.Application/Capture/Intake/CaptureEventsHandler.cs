using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Pipeline.Capture.Privacy;
using Pipeline.Capture.Queueing;
using Pipeline.Events;
using Pipeline.Problems;

namespace Pipeline.Capture.Intake;

/// <summary>
/// Takes a batch of events: reads each on its own, stores the good ones and the rejected ones in one commit, and tells every fault.
/// Safe to repeat: events carry their id.
/// </summary>
public sealed class CaptureEventsHandler
{
    /// <summary>Route of browsers.</summary>
    public const string BrowserEndpoint = "/e";

    /// <summary>Route of servers.</summary>
    public const string ServerEndpoint = "/api/events";

    private readonly WireEventReader _events;
    private readonly VisitorPolicy _policy;
    private readonly AnonymousViews _views;
    private readonly BatchReader _batches;
    private readonly GroupCommit _commit;
    private readonly TimeProvider _time;
    private readonly Rejections _rejections;
    private readonly CaptureOptions _options;

    /// <summary>Makes the handler.</summary>
    /// <param name="events">Reads single events.</param>
    /// <param name="policy">Decides whose a batch is.</param>
    /// <param name="views">Makes page views of nobody.</param>
    /// <param name="commit">Stores them.</param>
    /// <param name="time">Clock of received-at.</param>
    /// <param name="rejections">Takes what cannot be accepted.</param>
    /// <param name="options">Limits and cookie name.</param>
    public CaptureEventsHandler(
        WireEventReader events,
        VisitorPolicy policy,
        AnonymousViews views,
        GroupCommit commit,
        TimeProvider time,
        Rejections rejections,
        IOptions<CaptureOptions> options)
    {
        (_events, _policy, _views, _commit) = (events, policy, views, commit);
        (_time, _rejections, _options) = (time, rejections, options.Value);
        _batches = new BatchReader(options);
    }

    /// <summary>Handles one batch.</summary>
    /// <param name="request">
    /// The batch as received. Of a browser that may not be recognised, or that sends neither cookie nor candidate, only form fills are
    /// stored, without a visitor, and page views are counted, as nobody's.
    /// </param>
    /// <returns>What was accepted. Bad input is an outcome, never an exception.</returns>
    public async Task<CaptureOutcome> HandleAsync(IntakeRequest request)
    {
        var problems = new List<Problem>();
        var received = EventTimes.ToMilliseconds(_time.GetUtcNow());
        if (request.SiteProblem is { } site)
        {
            return await RejectAllAsync(request, [site], received);
        }

        if (request.IsTooLarge)
        {
            problems.Add(new Problem(
                Problem.TooLarge, "", $"The body must have at most {_options.MaxBodyBytes} bytes; send fewer events in one request."));
            return await RejectAllAsync(request, problems, received);
        }

        if (request.IsBroken)
        {
            return await RejectAllAsync(request, [Problem.BrokenOff], received);
        }

        using var document = _batches.Parse(request.Body, problems);
        if (document is null)
        {
            return await RejectAllAsync(request, problems, received);
        }

        var events = _batches.Read(document.RootElement, request.Mode, problems, out var batch);
        if (problems.Count > 0)
        {
            return await RejectAllAsync(request, problems, received);
        }

        var visitor = DecideVisitor(request, batch);
        var header = new BatchHeader(
            request.Mode, received, batch.SentAt, visitor?.Id, batch.Email, GrantOf(request, batch), MarksOf(request, batch.Steered));
        return await CommitAsync(request, events, header, visitor is { IsNew: true } && request.Mode == IntakeMode.Browser);
    }

    private static IReadOnlyList<string>? MarksOf(in IntakeRequest request, bool steered) =>
        steered && request.SteeredMark is { } mark ? [.. request.Signals.Automatic ?? [], mark] : request.Signals.Automatic;

    private VisitorDecision? DecideVisitor(in IntakeRequest request, in BatchReader.BatchFields batch)
    {
        if (request.Mode == IntakeMode.Server)
        {
            return batch.Visitor is null ? null : new VisitorDecision(FieldPolicy.VisitorOf(batch.Visitor), IsNew: false);
        }

        // The script leaves the candidate out when the visitor has refused, so a batch without any id makes no new visitor.
        return _policy.Decide(request.Signals, batch.Consent, batch.Visitor, mints: false);
    }

    private ConsentState? GrantOf(in IntakeRequest request, in BatchReader.BatchFields batch) =>
        request.Mode == IntakeMode.Server ? null : batch.Consent ?? ConsentCookie.Read(request.Signals.CookieHeader, _options.CookieName);

    private async Task<CaptureOutcome> CommitAsync(IntakeRequest request, JsonElement events, BatchHeader header, bool setsCookie)
    {
        var accepted = 0;
        var rejected = new List<RejectedItem>();
        Task<bool> stored;
        using (var encoded = EncodedEvents.Rent())
        {
            var index = 0;
            var rest = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var element in events.EnumerateArray())
            {
                accepted += TryAdd(request, element, header, index++, encoded, rejected, rest) ? 1 : 0;
            }

            _rejections.AddRest(encoded, rest, header.ReceivedAt);
            stored = _commit.CommitAsync(encoded);
        }

        return await stored
            ? new CaptureOutcome
            {
                Status = CaptureStatus.Read,
                Answer = new CaptureAnswer { Accepted = accepted, Rejected = rejected },
                NewVisitorId = setsCookie && accepted > 0 ? header.VisitorId : null,
                ForgetsVisitor = IsAnonymous(request, header) && _policy.MustForget(request.Signals),
            }
            : new CaptureOutcome { Status = CaptureStatus.Unavailable, Answer = new CaptureAnswer { Accepted = 0, Retry = true } };
    }

    private static bool IsAnonymous(in IntakeRequest request, in BatchHeader header) =>
        request.Mode == IntakeMode.Browser && header.VisitorId is null;

    private bool TryAdd(
        IntakeRequest request,
        JsonElement element,
        in BatchHeader header,
        int index,
        EncodedEvents encoded,
        List<RejectedItem> rejected,
        Dictionary<string, int> rest)
    {
        var problems = new List<Problem>();
        var captured = _events.Read(element, header, problems);
        if (captured is not null
            && (TryAddAnonymous(request, element, captured, encoded) || encoded.TryAdd(Measurement.Apply(captured, _options.Mode))))
        {
            return true;
        }

        if (problems.Count == 0)
        {
            problems.Add(new Problem(Problem.TooLarge, "", "The event is too long to be stored; send less with it."));
        }

        rejected.Add(new RejectedItem
        {
            Index = index,
            Id = WireEventReader.IdOf(element),
            Problems = [.. problems.Select(problem => problem.ToString())],
        });
        if (request.Mode == IntakeMode.Browser && rejected.Count > Rejections.MaxKeptOfRequest)
        {
            rest[problems[0].Code] = rest.GetValueOrDefault(problems[0].Code) + 1;
        }
        else
        {
            Reject(request, problems, JsonMarshal.GetRawUtf8Value(element), header, encoded);
        }

        return false;
    }

    private bool TryAddAnonymous(in IntakeRequest request, JsonElement element, CapturedEvent captured, EncodedEvents encoded)
    {
        if (request.Mode == IntakeMode.Server || captured.VisitorId is not null
            || (captured.Type == EventType.Form && _options.Mode == CaptureMode.Identify))
        {
            return false;
        }

        if (captured is { Type: EventType.PageView, Automatic: false }
            && PageAddress.Parse(new WireFields(element, []).RawText("url")) is { } page)
        {
            encoded.Add(_views.Of(captured.Id, captured.OccurredAt, page, captured.Referrer));
        }

        return true;
    }

    private async Task<CaptureOutcome> RejectAllAsync(IntakeRequest request, List<Problem> problems, DateTimeOffset received)
    {
        Task<bool> stored;
        using (var encoded = EncodedEvents.Rent())
        {
            Reject(
                request,
                problems,
                request.Body.Span,
                new BatchHeader(request.Mode, received, null, null, null, Automatic: request.Signals.Automatic),
                encoded);
            stored = _commit.CommitAsync(encoded);
        }

        // The sender is told the faults either way; sending the same again would not help it.
        await stored;
        return new CaptureOutcome
        {
            Status = problems[0].Code == Problem.UnknownSite ? CaptureStatus.Forbidden
                : problems.Exists(problem => problem.Code == Problem.TooLarge) ? CaptureStatus.TooLarge
                : CaptureStatus.Unusable,
            Answer = new CaptureAnswer
            {
                Accepted = 0,
                Rejected = [new RejectedItem { Index = null, Id = null, Problems = [.. problems.Select(problem => problem.ToString())] }],
            },
            Problems = problems,
            ForgetsVisitor = request.Mode == IntakeMode.Browser && _policy.ForbidsCookie(request.Signals),
        };
    }

    private void Reject(
        IntakeRequest request, List<Problem> problems, ReadOnlySpan<byte> payload, in BatchHeader header, EncodedEvents encoded)
    {
        var isBrowser = request.Mode == IntakeMode.Browser;
        if (!_rejections.Keeps(problems[0].Code, isLimited: isBrowser))
        {
            return;
        }

        var endpoint = isBrowser ? BrowserEndpoint : ServerEndpoint;
        var rejected = RejectedEvent.Create(endpoint, problems, PayloadMask.OfEvents(payload), header.ReceivedAt);
        encoded.Add(rejected with
        {
            VisitorId = header.VisitorId,
            SentAt = header.SentAt,
            Email = header.Email,
            Marks = header.Automatic,
        });
    }
}

using System.Text.Json;
using Microsoft.Extensions.Options;
using Pipeline.Capture.Privacy;
using Pipeline.Capture.Queueing;
using Pipeline.Events;
using Pipeline.Problems;

namespace Pipeline.Capture.Intake;

/// <summary>
/// Takes a visitor's decision: <c>{"visitor":"candidate","state":"granted|refused|withdrawn","id","sent":T,"created":T}</c>, all but
/// <c>state</c> optional. A refusal or withdrawal is about every visitor id that the request names, in its cookie and as candidate.
/// Safe to repeat: the same decision again changes nothing.
/// </summary>
public sealed class CaptureConsentHandler
{
    /// <summary>Route.</summary>
    public const string Endpoint = "/consent";

    private readonly VisitorPolicy _policy;
    private readonly GroupCommit _commit;
    private readonly IIdGenerator _ids;
    private readonly TimeProvider _time;
    private readonly Rejections _rejections;
    private readonly BatchReader _bodies;
    private readonly CaptureOptions _options;

    /// <summary>Makes the handler.</summary>
    /// <param name="policy">Knows the signals that forbid.</param>
    /// <param name="commit">Stores the decision.</param>
    /// <param name="ids">Makes the id of a decision without one.</param>
    /// <param name="time">Clock of received-at.</param>
    /// <param name="rejections">Takes what cannot be accepted.</param>
    /// <param name="options">Cookie name and longest body.</param>
    public CaptureConsentHandler(
        VisitorPolicy policy,
        GroupCommit commit,
        IIdGenerator ids,
        TimeProvider time,
        Rejections rejections,
        IOptions<CaptureOptions> options)
    {
        (_policy, _commit, _ids, _time, _rejections, _options) = (policy, commit, ids, time, rejections, options.Value);
        _bodies = new BatchReader(options);
    }

    /// <summary>Handles one decision.</summary>
    /// <param name="request">The decision as received.</param>
    /// <returns>What became of it. Bad input is an outcome, never an exception.</returns>
    public async Task<ConsentOutcome> HandleAsync(ConsentRequest request)
    {
        var received = EventTimes.ToMilliseconds(_time.GetUtcNow());
        var problems = new List<Problem>();
        var (decision, status) = Read(request, received, problems);
        if (problems.Count > 0)
        {
            await RejectAsync(request, problems, received);
            return new ConsentOutcome(status, new ConsentAnswer { Problems = [.. problems.Select(problem => problem.ToString())] });
        }

        return decision.State == ConsentState.Granted
            ? await GrantAsync(request, decision, received)
            : await RefuseAsync(request, decision, received);
    }

    private (Decision Decision, CaptureStatus Status) Read(in ConsentRequest request, DateTimeOffset received, List<Problem> problems)
    {
        if (request.SiteProblem is { } site)
        {
            problems.Add(site);
            return (default, CaptureStatus.Forbidden);
        }

        if (request.IsTooLarge)
        {
            problems.Add(new Problem(Problem.TooLarge, "", $"The body must have at most {_options.MaxBodyBytes} bytes."));
            return (default, CaptureStatus.TooLarge);
        }

        if (request.IsBroken)
        {
            problems.Add(Problem.BrokenOff);
            return (default, CaptureStatus.Unusable);
        }

        using var document = _bodies.Parse(request.Body, problems);
        return (document is null ? default : Read(document.RootElement, received, problems), CaptureStatus.Unusable);
    }

    private static Decision Read(JsonElement root, DateTimeOffset received, List<Problem> problems)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            problems.Add(new Problem(Problem.Malformed, "", $"The body must be a JSON object, not {WireFields.NameOf(root.ValueKind)}."));
            return default;
        }

        try
        {
            var fields = new WireFields(root, problems);
            var sent = fields.Time("sent");
            var occurred = EventTimes.Occurred(fields.Time("created") ?? sent, sent, received, clampPast: true, out _);
            return new Decision(fields.Id("id"), fields.Id("visitor"), StateOf(fields), occurred);
        }
        catch (InvalidOperationException)
        {
            problems.Add(new Problem(Problem.Malformed, "", "The name of a field is no text; send UTF-8."));
            return default;
        }
    }

    private static ConsentState StateOf(WireFields fields)
    {
        const string Names = "granted, refused or withdrawn";
        if (fields.Find("state") is null)
        {
            fields.Fault(Problem.Missing, "state", $"is required: {Names}.");
        }
        else if (fields.RawText("state") is { } text)
        {
            if (VisitorPolicy.Read(text) is { } state)
            {
                return state;
            }

            fields.Fault(Problem.Invalid, "state", $"must be {Names}.");
        }

        return default;
    }

    private async Task<ConsentOutcome> GrantAsync(ConsentRequest request, Decision decision, DateTimeOffset received)
    {
        if (_policy.IsSignalled(request.Signals))
        {
            return new ConsentOutcome(
                CaptureStatus.Read,
                new ConsentAnswer { State = ConsentState.Refused },
                new CookieChange(null, _policy.MustForget(request.Signals)));
        }

        // The id of an earlier refusal has ended: the grant is for the visitor that begins with the candidate.
        var cookie = ConsentCookie.Read(request.Signals.CookieHeader, _options.CookieName) == ConsentState.Refused
            ? null
            : CookieOf(request);
        VisitorDecision? visitor = cookie is null && decision.Candidate is null
            ? null
            : VisitorIds.Decide(cookie, decision.Candidate, _ids);
        return await StoreAsync(decision, received, visitor is null ? [] : [visitor.Value.Id])
            ? new ConsentOutcome(
                CaptureStatus.Read,
                new ConsentAnswer { State = ConsentState.Granted },
                new CookieChange(
                    visitor is { IsNew: true } ? visitor.Value.Id : null,
                    visitor is null && CookieOf(request) is not null,
                    ConsentState.Granted))
            : new ConsentOutcome(CaptureStatus.Unavailable, new ConsentAnswer { Retry = true });
    }

    private async Task<ConsentOutcome> RefuseAsync(ConsentRequest request, Decision decision, DateTimeOffset received)
    {
        var cookie = CookieOf(request);
        var candidate = decision.Candidate is null ? null : VisitorIds.FromCandidate(decision.Candidate);
        string[] visitors = [.. new[] { cookie, candidate }.OfType<string>().Distinct()];

        // Without the cookie a retry could no longer name the visitor; what is remembered stops every event meanwhile.
        return await StoreAsync(decision, received, visitors)
            ? new ConsentOutcome(
                CaptureStatus.Read,
                new ConsentAnswer { State = decision.State },
                new CookieChange(null, cookie is not null, ConsentState.Refused))
            : new ConsentOutcome(
                CaptureStatus.Unavailable, new ConsentAnswer { Retry = true }, new CookieChange(null, false, ConsentState.Refused));
    }

    private string? CookieOf(in ConsentRequest request) => VisitorIds.FromCookieHeader(request.Signals.CookieHeader, _options.CookieName);

    private async Task<bool> StoreAsync(Decision decision, DateTimeOffset received, string[] visitors)
    {
        Task<bool> stored;
        using (var encoded = EncodedEvents.Rent())
        {
            var id = decision.Id ?? _ids.NewId();
            foreach (var visitor in visitors)
            {
                encoded.Add(new ConsentFact
                {
                    Id = id,
                    VisitorId = visitor,
                    State = decision.State,
                    OccurredAt = decision.OccurredAt,
                    ReceivedAt = received,
                });
            }

            stored = _commit.CommitAsync(encoded);
        }

        return await stored;
    }

    private async Task RejectAsync(ConsentRequest request, List<Problem> problems, DateTimeOffset received)
    {
        if (!_rejections.Keeps(problems[0].Code))
        {
            return;
        }

        Task<bool> stored;
        using (var encoded = EncodedEvents.Rent())
        {
            encoded.Add(RejectedEvent.Create(Endpoint, problems, request.Body.Span, received));
            stored = _commit.CommitAsync(encoded);
        }

        await stored;
    }

    private readonly record struct Decision(string? Id, string? Candidate, ConsentState State, DateTimeOffset OccurredAt);
}

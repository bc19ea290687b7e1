using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Pipeline.Capture.Privacy;
using Pipeline.Capture.Queueing;
using Pipeline.Events;
using Pipeline.Problems;
using Pipeline.Text;

namespace Pipeline.Capture.Intake;

/// <summary>
/// Takes a filled form. Besides the form's own fields it reads <c>email</c> and the hidden inputs <c>_id</c> (event id), <c>_visitor</c>
/// (candidate; empty when the visitor refused), <c>_consent</c> (the visitor's decision), <c>_page</c> (page view's event id), <c>_url</c>,
/// <c>_ref</c>, <c>_age</c> and <c>_shown</c> (time trap) and <c>_next</c> (where to go afterwards). Fields are known by words of seven
/// languages; <c>utm_source</c> and the like, without script, are where the visitor came from.
/// Safe to repeat if the form carries <c>_id</c>.
/// </summary>
public sealed class CaptureFormHandler
{
    /// <summary>Route, without the form's name.</summary>
    public const string Endpoint = "/forms";

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly VisitorPolicy _policy;
    private readonly GroupCommit _commit;
    private readonly IIdGenerator _ids;
    private readonly TimeProvider _time;
    private readonly Rejections _rejections;
    private readonly CaptureOptions _options;
    private readonly FormMapping _mapping;

    /// <summary>Makes the handler.</summary>
    /// <param name="policy">Decides whose a form fill is.</param>
    /// <param name="commit">Stores events.</param>
    /// <param name="ids">Makes the ids of browsers and events without one.</param>
    /// <param name="time">Clock of received-at.</param>
    /// <param name="rejections">Takes what cannot be accepted.</param>
    /// <param name="options">Cookie, allowed return hosts, junk addresses, honeypot.</param>
    public CaptureFormHandler(
        VisitorPolicy policy,
        GroupCommit commit,
        IIdGenerator ids,
        TimeProvider time,
        Rejections rejections,
        IOptions<CaptureOptions> options) => (_policy, _commit, _ids, _time, _rejections, _options, _mapping) =
            (policy, commit, ids, time, rejections, options.Value, new FormMapping(options.Value));

    /// <summary>Handles one filled form.</summary>
    /// <param name="request">The form as received.</param>
    /// <returns>What became of it. Bad input is an outcome, never an exception.</returns>
    public async Task<FormOutcome> HandleAsync(FormRequest request)
    {
        var received = EventTimes.ToMilliseconds(_time.GetUtcNow());
        List<Problem> problems = request.IsBroken ? [Problem.BrokenOff] : [.. request.BodyProblems];
        var form = new FormValues(FieldNames.Apply(_mapping.Apply(request.Form, request.Fields), KeepsName), problems);
        if (request.SiteProblem is { } site)
        {
            problems = [site];
            await RejectAsync(request, problems, received, visitorId: null);
            return new FormOutcome
            {
                Status = CaptureStatus.Forbidden,
                Problems = problems,
                ForgetsVisitor = _policy.ForbidsCookie(request.Signals),
            };
        }

        // The script leaves the candidate empty when the visitor has refused.
        var said = VisitorPolicy.Read(form.Hidden("_consent"));
        VisitorDecision? visitor = form.IsEmpty("_visitor")
            ? null
            : _policy.Decide(request.Signals, said, form.Id("_visitor"), mints: true);
        var outcome = await TakeAsync(request, form, problems, said, visitor, received);
        return visitor is null ? outcome with { ForgetsVisitor = _policy.MustForget(request.Signals) } : outcome;
    }

    // Robots fill the trap by its name, and what the site's own setting says is the last word.
    private bool KeepsName(string name) => name == _options.HoneypotField || _mapping.IsTarget(name);

    private async Task<FormOutcome> TakeAsync(
        FormRequest request, FormValues form, List<Problem> problems, ConsentState? said, VisitorDecision? visitor, DateTimeOffset received)
    {
        var pageText = form.Hidden("_url") ?? request.Signals.RefererHeader;
        var next = ReturnAddress.Resolve(form.Hidden("_next"), pageText, _options.PublicHost, _options.AllowedReturnHosts);
        var back = ReturnAddress.Resolve(pageText, page: null, _options.PublicHost, _options.AllowedReturnHosts);
        if (!request.IsBroken && FormTraps.Find(form, _options, received) is { } trapped)
        {
            // A robot that is told so tries again without the trap.
            await RejectAsync(request, [trapped], received, visitorId: null);
            return new FormOutcome { Status = CaptureStatus.Read, Next = next, Page = back };
        }

        var captured = Read(request, form, pageText, visitor?.Id, received, problems);
        if (problems.Count > 0)
        {
            await RejectAsync(request, problems, received, visitor?.Id);
            var tooLarge = problems.Exists(problem => problem.Code == Problem.TooLarge);
            return new FormOutcome
            {
                Status = tooLarge ? CaptureStatus.TooLarge : CaptureStatus.Unusable,
                Problems = problems,
                Page = back,
            };
        }

        if (visitor is null && _options.Mode == CaptureMode.Measure)
        {
            return new FormOutcome { Status = CaptureStatus.Read, Next = next, Page = back };
        }

        var consent = visitor is null ? null : said ?? ConsentCookie.Read(request.Signals.CookieHeader, _options.CookieName);
        var kept = Measurement.Apply(captured with { Consent = consent }, _options.Mode);
        return await StoreAsync(request, kept, visitor, next, back, received);
    }

    private CapturedEvent Read(
        FormRequest request, FormValues form, string? pageText, string? visitorId, DateTimeOffset received, List<Problem> problems)
    {
        var page = PageAddress.Parse(pageText);
        var referrer = PageAddress.NormalizeReferrer(form.Hidden("_ref"));
        var email = request.IsBroken || (request.BodyProblems.Count > 0 && !form.Has("email"))
            ? null
            : FieldPolicy.NormalizeEmail(form.Hidden("email") ?? "", "email", _options, problems);
        return new CapturedEvent
        {
            Id = form.Id("_id") ?? _ids.NewId(),
            Type = EventType.Form,
            VisitorId = visitorId,
            OccurredAt = received,
            ReceivedAt = received,
            Url = page?.Url,
            // With the script the page's own campaign is known; hidden inputs may be of a visit long ago.
            Campaign = page?.Campaign ?? (form.Has("_page") ? null : form.Campaign()),
            Referrer = referrer,
            PageId = form.Id("_page"),
            Form = TextBounds.Clean(request.Form, WireLimits.Name),
            Fields = form.Others(_options.HoneypotField),
            Email = email,
            Automatic = request.Signals.Automatic is not null,
            Marks = request.Signals.Automatic,
        };
    }

    private async Task<FormOutcome> StoreAsync(
        FormRequest request, CapturedEvent captured, VisitorDecision? visitor, string? next, string? back, DateTimeOffset received)
    {
        Task<bool> stored;
        using (var encoded = EncodedEvents.Rent())
        {
            if (!encoded.TryAdd(captured))
            {
                List<Problem> problems = [new(Problem.TooLarge, "", "The form is too long to be stored; send less with it.")];
                await RejectAsync(request, problems, received, visitor?.Id);
                return new FormOutcome { Status = CaptureStatus.TooLarge, Problems = problems, Page = back };
            }

            stored = _commit.CommitAsync(encoded);
        }

        return await stored
            ? new FormOutcome
            {
                Status = CaptureStatus.Read,
                Next = next,
                Page = back,
                NewVisitorId = visitor is { IsNew: true } ? visitor.Value.Id : null,
            }
            : new FormOutcome
            {
                Status = CaptureStatus.Unavailable,
                Page = back,
                NewVisitorId = visitor is { IsNew: true } ? visitor.Value.Id : null,
                Resend = ResendOf(request, captured.Id),
            };
    }

    // The page that offers to send again is the collector's: without its address the site's own page would be lost.
    private static IReadOnlyList<KeyValuePair<string, string>> ResendOf(FormRequest request, string id) =>
    [
        .. request.Fields.Where(field => field.Key != "_id" && !FieldPolicy.IsSecret(field.Key)),
        new("_id", id),
        .. request.Signals.RefererHeader is { } page && request.Fields.All(field => field.Key != "_url")
            ? new KeyValuePair<string, string>[] { new("_url", page) }
            : [],
    ];

    private async Task RejectAsync(FormRequest request, List<Problem> problems, DateTimeOffset received, string? visitorId)
    {
        if (!_rejections.Keeps(problems[0].Code))
        {
            return;
        }

        Task<bool> stored;
        using (var encoded = EncodedEvents.Rent())
        {
            var payload = request.Fields.Count > 0 ? ToJson(request.Fields, withCandidate: visitorId is not null) : request.Body.Span;
            var endpoint = $"{Endpoint}/{TextBounds.Clean(request.Form, WireLimits.Name)}";
            var rejected = RejectedEvent.Create(endpoint, problems, PayloadMask.OfForm(payload), received);
            encoded.Add(rejected with { VisitorId = visitorId, Marks = request.Signals.Automatic });
            stored = _commit.CommitAsync(encoded);
        }

        await stored;
    }

    private static ReadOnlySpan<byte> ToJson(IReadOnlyList<KeyValuePair<string, string>> fields, bool withCandidate)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, Relaxed))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in fields.Where(field => !FieldPolicy.IsSecret(field.Key)
                && (withCandidate || field.Key != "_visitor")))
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
        }

        return bytes.WrittenSpan;
    }
}

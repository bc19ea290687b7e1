using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Pipeline.Functions.Answers;
using Pipeline.Functions.Capture;
using Pipeline.Leads.Previews;
using Pipeline.Leads.Shown;
using Pipeline.Problems;
using Pipeline.Records;
using Pipeline.Settings;

namespace Pipeline.Functions.Settings;

// What a request about settings asks for.
internal sealed record SettingsRequest
{
    public required SettingsEdit Edit { get; init; }

    public string Text { get; init; } = "";

    public bool ValidatesOnly { get; init; }

    public bool Activates { get; init; }

    public int? Version { get; init; }

    public static SettingsRequest Read(HttpRequest request, string name, ICollection<Problem> problems) =>
        Read(request, name, problems, static (asked, _, _) => asked);

    public static SettingsRequest ReadVersion(HttpRequest request, string name, ICollection<Problem> problems)
    {
        var asked = Read(
            request, name, problems, static (asked, query, problems) => asked with { Version = Number(query, "version", problems) });
        if (asked.Version is null && problems.Count == 0)
        {
            problems.Add(new Problem(Problem.Missing, "version", "Name the version to activate, or 0 for the shipped default."));
        }

        return asked;
    }

    public static async Task<SettingsRequest> ReadWithTextAsync(
        HttpRequest request, string name, ICollection<Problem> problems, CancellationToken cancellationToken)
    {
        var asked = Read(request, name, problems, static (asked, query, problems) => asked with
        {
            ValidatesOnly = Flag(query, "validate", problems),
            Activates = Flag(query, "activate", problems),
        });
        return asked with { Text = await ReadTextAsync(request, problems, cancellationToken) };
    }

    public static async Task<PreviewQuery> ReadPreviewAsync(
        HttpRequest request, string name, ICollection<Problem> problems, CancellationToken cancellationToken)
    {
        var query = RequestQuery.Of(request);
        var seconds = Number(query, "seconds", problems) ?? RulesPreview.DefaultSeconds;
        if (seconds is < 1 or > RulesPreview.MaxSeconds)
        {
            problems.Add(new Problem(Problem.Invalid, "seconds", $"{seconds} is not between 1 and {RulesPreview.MaxSeconds}."));
        }

        var cursor = LeadListQuery.ReadCursor(query["cursor"], problems);
        var (version, at) = (Number(query, "version", problems), QueryValue.Moment(query["at"], problems));
        query.Refuse(problems);
        return new PreviewQuery(name, await ReadTextAsync(request, problems, cancellationToken), version, at, cursor, seconds);
    }

    public static int? ReadNumber(HttpRequest request, string name, ICollection<Problem> problems)
    {
        var query = RequestQuery.Of(request);
        var number = Number(query, name, problems);
        query.Refuse(problems);
        return number;
    }

    // Each route reads what it knows; what it does not know must not seem to count.
    private static SettingsRequest Read(
        HttpRequest request,
        string name,
        ICollection<Problem> problems,
        Func<SettingsRequest, QueryParameters, ICollection<Problem>, SettingsRequest> more)
    {
        var query = RequestQuery.Of(request);
        var asked = new SettingsRequest
        {
            Edit = new SettingsEdit(name, Revisions(request), ActionNote.Read(field => query[field], problems)),
        };
        asked = more(asked, query, problems);
        query.Refuse(problems);
        return asked;
    }

    private static async Task<string> ReadTextAsync(HttpRequest request, ICollection<Problem> problems, CancellationToken cancellationToken)
    {
        using var body = await RequestBody.ReadAsync(request, SettingsText.MaxBytes, cancellationToken);
        if (body.IsTooLarge)
        {
            problems.Add(new Problem(Problem.TooLarge, string.Empty, $"Send at most {SettingsText.MaxBytes} bytes."));
        }

        if (body.IsBroken)
        {
            problems.Add(Problem.BrokenOff);
        }

        var bytes = body.Bytes.Span.StartsWith(Encoding.UTF8.Preamble) ? body.Bytes.Span[Encoding.UTF8.Preamble.Length..] : body.Bytes.Span;
        foreach (var fault in JsonFaults.Of(bytes))
        {
            problems.Add(fault);
        }

        return Encoding.UTF8.GetString(bytes);
    }

    private static int? Number(QueryParameters query, string name, ICollection<Problem> problems)
    {
        var text = query[name];
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        problems.Add(new Problem(Problem.Invalid, name, $"'{text}' is not a whole number from 0."));
        return null;
    }

    private static bool Flag(QueryParameters query, string name, ICollection<Problem> problems)
    {
        var text = query[name];
        if (!string.IsNullOrEmpty(text) && text is not ("true" or "false"))
        {
            problems.Add(new Problem(Problem.Invalid, name, $"'{text}' is neither true nor false."));
        }

        return text == "true";
    }

    // A tag that is none of ours fits no revision, and so the request is refused as RFC 9110 asks.
    private static List<int>? Revisions(HttpRequest request)
    {
        var tags = request.Headers.IfMatch.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return tags.Length == 0 || tags.Contains("*")
            ? null
            : [.. tags.Select(tag => tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag)
                .Select(tag => int.TryParse(tag.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
                    ? revision
                    : -1)];
    }
}

using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Pipeline.Capture;
using Pipeline.Functions.Capture;
using Pipeline.Leads;
using Pipeline.Reporting;
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

    public static SettingsRequest Read(HttpRequest request, string name, ICollection<Problem> problems) => new()
    {
        Edit = new SettingsEdit(name, Revisions(request), ActionNote.Read(field => request.Query[field], problems)),
        ValidatesOnly = Flag(request, "validate", problems),
        Activates = Flag(request, "activate", problems),
        Version = Number(request, "version", problems),
    };

    public static SettingsRequest ReadVersion(HttpRequest request, string name, ICollection<Problem> problems)
    {
        var asked = Read(request, name, problems);
        if (asked.Version is null && problems.Count == 0)
        {
            problems.Add(new Problem(Problem.Missing, "version", "Name the version to activate, or 0 for the shipped default."));
        }

        return asked;
    }

    public static async Task<SettingsRequest> ReadWithTextAsync(
        HttpRequest request, string name, ICollection<Problem> problems, CancellationToken cancellationToken)
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

        var text = Encoding.UTF8.GetString(body.Bytes.Span);
        return Read(request, name, problems) with { Text = text.StartsWith('\uFEFF') ? text[1..] : text };
    }

    public static async Task<PreviewQuery> ReadPreviewAsync(
        HttpRequest request, string name, ICollection<Problem> problems, CancellationToken cancellationToken)
    {
        var asked = await ReadWithTextAsync(request, name, problems, cancellationToken);
        var seconds = Number(request, "seconds", problems) ?? RulesPreview.DefaultSeconds;
        if (seconds is < 1 or > RulesPreview.MaxSeconds)
        {
            problems.Add(new Problem(Problem.Invalid, "seconds", $"{seconds} is not between 1 and {RulesPreview.MaxSeconds}."));
        }

        var cursor = LeadQueries.ReadCursor(request.Query["cursor"], problems);
        return new PreviewQuery(name, asked.Text, asked.Version, ReportQuery.Moment(request.Query["at"], problems), cursor, seconds);
    }

    public static int? Number(HttpRequest request, string name, ICollection<Problem> problems)
    {
        string? text = request.Query[name];
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

    private static bool Flag(HttpRequest request, string name, ICollection<Problem> problems)
    {
        string? text = request.Query[name];
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
                .Select(tag => int.TryParse(tag.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : -1)];
    }
}

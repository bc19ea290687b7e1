using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pipeline.Functions.Answers;
using Pipeline.Functions.Capture;
using Pipeline.Problems;
using Pipeline.Rejected;
using Pipeline.Text;

namespace Pipeline.Functions.Rejected;

// What a list of rejected events is asked for, and the list.
internal sealed record RejectedQuery(DateOnly Day, int Days, string? Reason, int Count, RejectedId? After)
{
    private const int MaxDays = 30;
    private const int MaxCount = 1_000;

    public static RejectedQuery Read(HttpRequest request, DateTimeOffset now, List<Problem> problems)
    {
        var asked = RequestQuery.Of(request);
        var at = QueryValue.Moment(asked["at"], problems) ?? now;
        var query = new RejectedQuery(
            DateOnly.FromDateTime(at.UtcDateTime),
            ReadDays(asked["days"], problems),
            ReadReason(asked["reason"], problems),
            QueryValue.Count(asked["count"], MaxCount, MaxCount, problems),
            ReadAfter(asked["after"], problems));
        asked.Refuse(problems);
        return query;
    }

    public async Task<RejectedList> RunAsync(IRejectedStore rejected, CancellationToken cancellationToken)
    {
        var first = Math.Max(0, Day.DayNumber - Days + 1);
        var days = Enumerable.Range(first, Day.DayNumber - first + 1).Reverse().Select(DateOnly.FromDayNumber).ToList();
        var counts = await Task.WhenAll(days.Select(day => rejected.CountAsync(day, cancellationToken)));
        var rows = new List<RejectedView>();
        foreach (var (day, byReason) in days.Zip(counts))
        {
            if (rows.Count < Count && !(day > After?.Day) && byReason.Any(count => Reason is null || count.Reason == Reason))
            {
                var after = day == After?.Day ? After?.Key : null;
                rows.AddRange(
                    (await rejected.ListAsync(day, Reason, Count - rows.Count, after, cancellationToken)).Select(RejectedView.Of));
            }
        }

        return new RejectedList(
            days[^1],
            Day,
            counts.SelectMany(count => count)
                .Where(count => Reason is null || count.Reason == Reason)
                .GroupBy(count => count.Reason, StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new RejectedTotal(
                    group.Key, ReasonWords.Of(group.Key), group.Sum(count => count.Kept), group.Sum(count => count.CountedOnly))),
            rows,
            rows.Count == Count ? rows[^1].Id : null);
    }

    private static RejectedId? ReadAfter(string? text, List<Problem> problems)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (RejectedId.TryParse(text, out var id))
        {
            return id;
        }

        problems.Add(new Problem(Problem.Invalid, "after", "This is no id. Take it from 'next' of the page before."));
        return null;
    }

    private static string? ReadReason(string? text, List<Problem> problems)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (!ReasonWords.Known.Contains(text, StringComparer.Ordinal))
        {
            problems.Add(new Problem(
                Problem.Invalid, "reason", $"Nothing is rejected for '{text}'. {NearestName.Hint(text, ReasonWords.Known)}"));
        }

        return text;
    }

    private static int ReadDays(string? text, List<Problem> problems)
    {
        if (string.IsNullOrEmpty(text))
        {
            return 1;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= MaxDays)
        {
            return days;
        }

        problems.Add(new Problem(Problem.Invalid, "days", $"'{text}' is not a whole number from 1 to {MaxDays}."));
        return 1;
    }
}

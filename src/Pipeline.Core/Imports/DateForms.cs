using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Pipeline.Attribution;
using Pipeline.Capture;

namespace Pipeline.Imports;

/// <summary>
/// Forms in which an upload writes dates. ISO 8601 (2026-03-31, 2026-03-31T10:00, 2026-03-31T10:00:00Z) is the default; other forms are
/// declared, never guessed: a text that two declared forms read differently is an error.
/// </summary>
public sealed class DateForms
{
    private const int MaxForms = 10;
    private const int MaxLength = 40;

    private static readonly DateTimeOffset Earliest = new(1970, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[] IsoDays = ["yyyy-MM-dd"];
    private static readonly string[] IsoLocal =
        ["yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFFF"];

    private static readonly string[] IsoOffset =
        ["yyyy-MM-ddTHH:mmzzz", "yyyy-MM-ddTHH:mm:sszzz", "yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd HH:mm:sszzz", "yyyy-MM-dd HH:mm:ss zzz"];

    private readonly string[] _days;
    private readonly string[] _times;

    private DateForms(string[] days, string[] times, bool isIso) => (_days, _times, IsIso) = (days, times, isIso);

    /// <summary>ISO 8601 alone.</summary>
    public static DateForms Iso { get; } = new(IsoDays, IsoLocal, isIso: true);

    /// <summary>True when nothing but ISO 8601 is read.</summary>
    public bool IsIso { get; }

    /// <summary>Reads declared forms, for example <c>dd/MM/yyyy|dd/MM/yyyy HH:mm</c>.</summary>
    /// <param name="text">Forms between <c>|</c>, each of yyyy, MM or M, dd or d, and HH or H, mm, ss, between <c>/ - . : T</c> and spaces.</param>
    /// <param name="problems">Receives every fault.</param>
    public static DateForms Read(string text, List<Problem> problems)
    {
        var forms = text.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var good = forms.Length is > 0 and <= MaxForms;
        foreach (var form in forms)
        {
            good &= form.Length <= MaxLength && IsForm(form);
        }

        if (!good)
        {
            problems.Add(new Problem(
                Problem.Invalid,
                "dates",
                "must name 1 to 10 forms between |, each of yyyy, MM, dd and, for a time, HH, mm, ss; for example dd/MM/yyyy|dd/MM/yyyy HH:mm."));
            return Iso;
        }

        var escaped = forms.Select(Escape).ToList();
        return new DateForms(
            [.. escaped.Where(form => !form.Contains('H', StringComparison.Ordinal))],
            [.. escaped.Where(form => form.Contains('H', StringComparison.Ordinal))],
            isIso: false);
    }

    /// <summary>Reads a date or a time.</summary>
    /// <param name="text">Text of a cell.</param>
    /// <param name="zone">Time zone of what names none.</param>
    /// <param name="moment">The moment.</param>
    /// <param name="problem">Why not, and what to do.</param>
    public bool TryParse(string text, TimeZoneInfo zone, out ImportMoment moment, [NotNullWhen(false)] out string? problem)
    {
        moment = default;
        var trimmed = text.Trim();
        var found = new HashSet<DateTime>();
        var isDay = AddMatches(trimmed, _days, found);
        AddMatches(trimmed, _times, found);
        if (found.Count > 1)
        {
            problem = $"'{Shorten(trimmed)}' is read differently by the declared forms; declare one of them, declare yyyy-MM-dd and write that, or write a time with an offset, as in 2026-03-31T10:00:00+02:00.";
            return false;
        }

        if (found.Count == 0)
        {
            return TryIsoOffset(trimmed, zone, out moment, out problem);
        }

        return isDay ? TryDay(found.Single(), zone, out moment, out problem) : TryLocal(found.Single(), trimmed, zone, out moment, out problem);
    }

    private static bool IsForm(string form)
    {
        int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
        for (var i = 0; i < form.Length;)
        {
            var run = i;
            while (run < form.Length && form[run] == form[i])
            {
                run++;
            }

            var length = run - i;
            switch (form[i])
            {
                case 'y' when length == 4:
                    year++;
                    break;
                case 'M' when length <= 2:
                    month++;
                    break;
                case 'd' when length <= 2:
                    day++;
                    break;
                case 'H' when length <= 2:
                    hour++;
                    break;
                case 'm' when length == 2:
                    minute++;
                    break;
                case 's' when length == 2:
                    second++;
                    break;
                case '/' or '-' or '.' or ':' or 'T' or ' ' when length == 1:
                    break;
                default:
                    return false;
            }

            i = run;
        }

        return (year, month, day) == (1, 1, 1) && hour <= 1 && minute == hour && second <= minute;
    }

    // A separator is meant as it is written, not as some culture writes it.
    private static string Escape(string form) =>
        form.Replace("/", "'/'", StringComparison.Ordinal).Replace(":", "':'", StringComparison.Ordinal).Replace("T", "'T'", StringComparison.Ordinal);

    private static bool AddMatches(string text, string[] forms, HashSet<DateTime> found)
    {
        var any = false;
        foreach (var form in forms)
        {
            if (DateTime.TryParseExact(text, form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var value))
            {
                found.Add(value);
                any = true;
            }
        }

        return any;
    }

    private static bool TryDay(DateTime value, TimeZoneInfo zone, out ImportMoment moment, [NotNullWhen(false)] out string? problem)
    {
        moment = default;
        var day = DateOnly.FromDateTime(value);
        if (day.Year < Earliest.Year || day.Year >= Latest.Year)
        {
            problem = $"must be a date from {Earliest.Year} to {Latest.Year - 1}.";
            return false;
        }

        (moment, problem) = (new ImportMoment(LocalCalendar.EndOf(day, zone), day, HasTime: false), null);
        return true;
    }

    private static bool TryLocal(
        DateTime value, string text, TimeZoneInfo zone, out ImportMoment moment, [NotNullWhen(false)] out string? problem)
    {
        moment = default;
        if (value.Year < Earliest.Year || value.Year >= Latest.Year)
        {
            problem = $"must be a date from {Earliest.Year} to {Latest.Year - 1}.";
            return false;
        }

        if (zone.IsInvalidTime(value) || zone.IsAmbiguousTime(value))
        {
            problem = $"'{Shorten(text)}' does not exist, or exists twice, in {zone.Id} (the clocks change); write it with an offset, as in 2026-03-31T10:00:00+02:00.";
            return false;
        }

        return TryMoment(new DateTimeOffset(value, zone.GetUtcOffset(value)), zone, out moment, out problem);
    }

    private bool TryIsoOffset(string text, TimeZoneInfo zone, out ImportMoment moment, [NotNullWhen(false)] out string? problem)
    {
        var withOffset = text.EndsWith('Z') ? text[..^1] + "+00:00" : text;
        if (withOffset.Length <= MaxLength
            && DateTimeOffset.TryParseExact(withOffset, IsoOffset, CultureInfo.InvariantCulture, DateTimeStyles.None, out var value))
        {
            return TryMoment(value, zone, out moment, out problem);
        }

        moment = default;
        problem = IsIso
            ? $"'{Shorten(text)}' is no date of the form yyyy-MM-dd; write it so, or declare the forms of the upload, as in dates=dd/MM/yyyy."
            : $"'{Shorten(text)}' is no date of the declared forms; correct it, or declare its form too.";
        return false;
    }

    private static bool TryMoment(DateTimeOffset value, TimeZoneInfo zone, out ImportMoment moment, [NotNullWhen(false)] out string? problem)
    {
        moment = default;
        if (value < Earliest || value >= Latest)
        {
            problem = $"must be a date from {Earliest.Year} to {Latest.Year - 1}.";
            return false;
        }

        // Milliseconds, as captured events have them.
        var at = DateTimeOffset.FromUnixTimeMilliseconds(value.ToUnixTimeMilliseconds());
        (moment, problem) = (new ImportMoment(at, LocalCalendar.DayOf(at, zone), HasTime: true), null);
        return true;
    }

    private static string Shorten(string text) => text.Length <= MaxLength ? text : text[..MaxLength] + "…";
}
